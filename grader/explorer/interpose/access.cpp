// Plain accesses to memory, as the compilers' -fsanitize=thread announces them: clang 14 to 19 and
// g++ 12 (compiler-rt's tsan_interface.h names the functions).

#include "explorer/runtime/memory_access.hpp"

#include <cstring>

namespace {

using namespace threadlab::explorer;

void enter(std::uintptr_t return_address) {
    if (follows_stacks && world != nullptr) {
        Engine& engine = world->engine;
        Thread& self = engine.self();
        const std::uint32_t above = push_stack(engine.board(), self.stack, return_address);
        self.untold_calls += above == self.stack ? 1 : 0;
        self.stack = above;
    }
}

void leave() {
    if (follows_stacks && world != nullptr) {
        Engine& engine = world->engine;
        Thread& self = engine.self();
        if (self.untold_calls > 0) {
            --self.untold_calls;
        } else {
            self.stack = engine.board().stacks[self.stack].below;
        }
    }
}

} // namespace

extern "C" {

#define ACCESS(name, does, size)                                                                   \
    void __tsan_##name(void* memory) {                                                             \
        plain_access(does, memory, size, EXPLORER_DIRECT_CALLER);                                  \
    }

#define ACCESSES(size)                                                                             \
    ACCESS(read##size, Does::read, size)                                                           \
    ACCESS(write##size, Does::write, size)                                                         \
    ACCESS(unaligned_read##size, Does::read, size)                                                 \
    ACCESS(unaligned_write##size, Does::write, size)                                               \
    ACCESS(volatile_read##size, Does::read, size)                                                  \
    ACCESS(volatile_write##size, Does::write, size)                                                \
    ACCESS(unaligned_volatile_read##size, Does::read, size)                                        \
    ACCESS(unaligned_volatile_write##size, Does::write, size)                                      \
    ACCESS(read_write##size, Does::write, size)                                                    \
    ACCESS(unaligned_read_write##size, Does::write, size)

ACCESSES(1)
ACCESSES(2)
ACCESSES(4)
ACCESSES(8)
ACCESSES(16)

void __tsan_read_range(void* memory, unsigned long bytes) {
    plain_access(Does::read, memory, bytes, EXPLORER_DIRECT_CALLER);
}

void __tsan_write_range(void* memory, unsigned long bytes) {
    plain_access(Does::write, memory, bytes, EXPLORER_DIRECT_CALLER);
}

void __tsan_vptr_read(void** memory) {
    plain_access(Does::read, static_cast<const void*>(memory), sizeof *memory,
                 EXPLORER_DIRECT_CALLER);
}

// A constructor or destructor sets the pointer that virtual calls go through. Where it already has
// that value nothing changes, and every base class's destructor says so again.
void __tsan_vptr_update(void** memory, void* value) {
    if (*memory != value) {
        plain_access(Does::write, static_cast<const void*>(memory), sizeof *memory,
                     EXPLORER_DIRECT_CALLER);
    }
}

void* __tsan_memcpy(void* to, const void* from, unsigned long bytes) {
    plain_access(Does::read, from, bytes, EXPLORER_DIRECT_CALLER);
    plain_access(Does::write, to, bytes, EXPLORER_DIRECT_CALLER);
    return std::memcpy(to, from, bytes);
}

void* __tsan_memmove(void* to, const void* from, unsigned long bytes) {
    plain_access(Does::read, from, bytes, EXPLORER_DIRECT_CALLER);
    plain_access(Does::write, to, bytes, EXPLORER_DIRECT_CALLER);
    return std::memmove(to, from, bytes);
}

void* __tsan_memset(void* to, int value, unsigned long bytes) {
    plain_access(Does::write, to, bytes, EXPLORER_DIRECT_CALLER);
    return std::memset(to, value, bytes);
}

void __tsan_init() {}
void __tsan_func_entry(void* caller) {
    enter(reinterpret_cast<std::uintptr_t>(caller));
}
void __tsan_func_exit() {
    leave();
}
void __tsan_ignore_thread_begin() {}
void __tsan_ignore_thread_end() {}
}
