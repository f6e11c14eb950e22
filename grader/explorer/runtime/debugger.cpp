#include "explorer/runtime/debugger.hpp"

extern "C" __attribute__((noinline)) void threadlab_explorer_fails(const char* diagnosis,
                                                                   const char* detail) {
    // Not to be optimised away, with its arguments where a debugger finds them.
    asm volatile("" : : "r"(diagnosis), "r"(detail) : "memory");
}
