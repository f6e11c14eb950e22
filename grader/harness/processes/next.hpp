// The function that one of the harness's own stands in for.
#pragma once

#include <atomic>
#include <dlfcn.h>

// Looked up once a place, without a guard: two lookups give the same.
#define LAB_NEXT(function)                                                                         \
    (reinterpret_cast<decltype(&::function)>([] {                                                  \
        static std::atomic<void*> found{nullptr};                                                  \
        if (found.load(std::memory_order_relaxed) == nullptr) {                                    \
            found = dlsym(RTLD_NEXT, #function);                                                   \
        }                                                                                          \
        return found.load(std::memory_order_relaxed);                                              \
    }()))
