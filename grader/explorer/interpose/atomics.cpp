// Atomic operations, as the compilers' -fsanitize=thread announces them: the runtime does them
// itself, at the moment that the schedule gives them.

#include "explorer/runtime/memory_access.hpp"

namespace {

using namespace threadlab::explorer;

using Bits8 = unsigned char;
using Bits16 = unsigned short;
using Bits32 = unsigned int;
using Bits64 = unsigned long;
__extension__ using Bits128 = unsigned __int128;

// Below sequential consistency, a program may see what no schedule shows.
void note_order(int order) {
    if (static_cast<Order>(order) != Order::seq_cst) {
        world->engine.board().weak_orders = true;
    }
}

// One thread runs at a time, so plain reads and writes are atomic here.

template <typename T>
T load(const volatile T* memory, int order, std::uintptr_t pc) {
    if (world != nullptr) {
        note_order(order);
        atomic_access(Does::read, memory, sizeof(T), pc);
        world->order.atomic_load(world->engine.self(), place_of(memory), static_cast<Order>(order));
    }
    return *memory;
}

template <typename T>
void store(volatile T* memory, T value, int order, std::uintptr_t pc) {
    if (world != nullptr) {
        note_order(order);
        atomic_access(Does::write, memory, sizeof(T), pc);
        world->order.atomic_store(world->engine.self(), place_of(memory),
                                  static_cast<Order>(order));
    }
    *memory = value;
}

template <typename T, typename Change>
T update(volatile T* memory, int order, std::uintptr_t pc, Change change) {
    if (world != nullptr) {
        note_order(order);
        atomic_access(Does::update, memory, sizeof(T), pc);
        world->order.atomic_update(world->engine.self(), place_of(memory),
                                   static_cast<Order>(order));
    }
    const T before = *memory;
    *memory = change(before);
    return before;
}

// Whether this weak compare-exchange, which could succeed, fails all the same: at most once for
// each call and thread, so that there is an end to it.
bool fails_for_no_reason(std::uintptr_t pc) {
    Thread& self = world->engine.self();
    for (const std::uintptr_t known : self.failed_for_no_reason) {
        if (known == pc) {
            return false;
        }
    }
    if (world->engine.chance(2) == 0) {
        return false;
    }
    self.failed_for_no_reason.push_back(pc);
    return true;
}

template <typename T>
bool compare_exchange(volatile T* memory, T* expected, T desired, int order, int if_not, bool weak,
                      std::uintptr_t pc) {
    if (world == nullptr) {
        const bool equal = *memory == *expected;
        if (equal) {
            *memory = desired;
        } else {
            *expected = *memory;
        }
        return equal;
    }
    note_order(order);
    note_order(if_not);
    atomic_access(Does::update, memory, sizeof(T), pc);
    Thread& self = world->engine.self();
    const T found = *memory;
    if (found == *expected && !(weak && fails_for_no_reason(pc))) {
        world->order.atomic_update(self, place_of(memory), static_cast<Order>(order));
        world->engine.last_step().outcome = true;
        *memory = desired;
        return true;
    }
    // A failure only reads.
    world->order.atomic_load(self, place_of(memory), static_cast<Order>(if_not));
    *expected = found;
    return false;
}

template <typename T>
T exchanged_value(volatile T* memory, T expected, T desired, int order, int if_not,
                  std::uintptr_t pc) {
    if (world != nullptr) {
        world->engine.board().untold_exchanges = true;
    }
    compare_exchange(memory, &expected, desired, order, if_not, false, pc);
    return expected;
}

} // namespace

extern "C" {

#define UPDATE(bits, name, expression)                                                             \
    Bits##bits __tsan_atomic##bits##_##name(volatile Bits##bits* memory, Bits##bits value,         \
                                            int order) {                                           \
        return update(memory, order, EXPLORER_DIRECT_CALLER, [value](Bits##bits before) {          \
            (void)before;                                                                          \
            return static_cast<Bits##bits>(expression);                                            \
        });                                                                                        \
    }

#define COMPARE_EXCHANGE(bits, name, weak)                                                         \
    int __tsan_atomic##bits##_compare_exchange_##name(volatile Bits##bits* memory,                 \
                                                      Bits##bits* expected, Bits##bits desired,    \
                                                      int order, int if_not) {                     \
        return compare_exchange(memory, expected, desired, order, if_not, weak,                    \
                                EXPLORER_DIRECT_CALLER);                                           \
    }

#define ATOMICS(bits)                                                                              \
    Bits##bits __tsan_atomic##bits##_load(const volatile Bits##bits* memory, int order) {          \
        return load(memory, order, EXPLORER_DIRECT_CALLER);                                        \
    }                                                                                              \
    void __tsan_atomic##bits##_store(volatile Bits##bits* memory, Bits##bits value, int order) {   \
        store(memory, value, order, EXPLORER_DIRECT_CALLER);                                       \
    }                                                                                              \
    UPDATE(bits, exchange, value)                                                                  \
    UPDATE(bits, fetch_add, before + value)                                                        \
    UPDATE(bits, fetch_sub, before - value)                                                        \
    UPDATE(bits, fetch_and, before& value)                                                         \
    UPDATE(bits, fetch_or, before | value)                                                         \
    UPDATE(bits, fetch_xor, before ^ value)                                                        \
    UPDATE(bits, fetch_nand, ~(before & value))                                                    \
    COMPARE_EXCHANGE(bits, strong, false)                                                          \
    COMPARE_EXCHANGE(bits, weak, true)                                                             \
    Bits##bits __tsan_atomic##bits##_compare_exchange_val(volatile Bits##bits* memory,             \
                                                          Bits##bits expected, Bits##bits desired, \
                                                          int order, int if_not) {                 \
        return exchanged_value(memory, expected, desired, order, if_not, EXPLORER_DIRECT_CALLER);  \
    }

ATOMICS(8)
ATOMICS(16)
ATOMICS(32)
ATOMICS(64)
ATOMICS(128)

void __tsan_atomic_thread_fence(int order) {
    if (world != nullptr) {
        note_order(order);
        world->engine.point(operation_on(Does::fence, nullptr, EXPLORER_DIRECT_CALLER));
        HappensBefore::fence(world->engine.self(), static_cast<Order>(order));
    }
}

void __tsan_atomic_signal_fence(int) {}
}
