// Exceptions: where the last one was thrown, and the reference counts of those that threads share,
// which lie inside the C++ library where nobody sees them ordered.

#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <cxxabi.h>
#include <exception>

using namespace threadlab::explorer;

extern "C" void __cxa_throw(void* object, std::type_info* type, void (*destructor)(void*)) {
    if (world != nullptr) {
        world->engine.self().thrown = world->engine.spot_at(Does::call, EXPLORER_CALLER);
    }
    using Throw = void (*)(void*, std::type_info*, void (*)(void*));
    static const auto real = system::next_as<Throw>("__cxa_throw");
    real(object, type, destructor);
    __builtin_unreachable();
}
