// The function that one of the harness's own stands in for.
#pragma once

#include <dlfcn.h>

namespace threadlab::harness {

// `own`: for its type alone.
template <typename Function>
Function* next(const char* name, Function*) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

} // namespace threadlab::harness

// Looked up once a place, without a guard: two lookups give the same.
#define LAB_NEXT(function)                                                                         \
    ([] {                                                                                          \
        static std::atomic<decltype(&::function)> found{nullptr};                                  \
        if (found.load(std::memory_order_relaxed) == nullptr) {                                    \
            found = ::threadlab::harness::next(#function, &::function);                            \
        }                                                                                          \
        return found.load(std::memory_order_relaxed);                                              \
    }())
