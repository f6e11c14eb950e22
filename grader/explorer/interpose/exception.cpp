// Exceptions: where the last one was thrown, and the reference counts of those that threads share,
// which lie inside the C++ library where nobody sees them ordered.

#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <cxxabi.h>
#include <exception>

using namespace threadlab::explorer;

// Under a name of its own, as g++ knows __cxa_throw without being told and by other types.
extern "C" void explorer_throw(void* object, std::type_info* type,
                               void (*destructor)(void*)) asm("__cxa_throw");
extern "C" void explorer_throw(void* object, std::type_info* type, void (*destructor)(void*)) {
    if (world != nullptr) {
        world->engine.self().thrown = world->engine.spot_at(Does::call, EXPLORER_CALLER);
    }
    using Throw = void (*)(void*, std::type_info*, void (*)(void*));
    static const auto real = system::next_as<Throw>("__cxa_throw");
    real(object, type, destructor);
    __builtin_unreachable();
}

// A reference more or less to an exception object, whose address the exception_ptr holds. Each is
// ordered with all others, as the count's own atomic operations order them.
static void count_reference(std::exception_ptr* pointer, const char* name) {
    const void* const counted = *reinterpret_cast<void**>(pointer);
    if (world != nullptr && counted != nullptr) {
        const std::uintptr_t object = place_of(counted);
        Thread& self = world->engine.self();
        world->engine.touch(object); // who gives up the last one destroys it
        world->order.acquire(self, object);
        world->order.release(self, object);
    }
    system::next_as<void (*)(std::exception_ptr*)>(name)(pointer);
}

// The members of std::exception_ptr that do so, by the names that the ABI gives them.
extern "C" void _ZNSt15__exception_ptr13exception_ptr9_M_addrefEv(std::exception_ptr* self) {
    count_reference(self, "_ZNSt15__exception_ptr13exception_ptr9_M_addrefEv");
}

extern "C" void _ZNSt15__exception_ptr13exception_ptr10_M_releaseEv(std::exception_ptr* self) {
    count_reference(self, "_ZNSt15__exception_ptr13exception_ptr10_M_releaseEv");
}

// The end of a handler gives up its reference, too, deep inside the C++ library: here one more is
// taken and given up, where it can be seen.
extern "C" void __cxa_end_catch() {
    if (world != nullptr) {
        const std::exception_ptr current = std::current_exception();
    }
    static const auto real = system::next_as<void (*)()>("__cxa_end_catch");
    real();
}
