// attack: goes on with a stack of its own, and never comes back
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <ucontext.h>

namespace lab::attacked {

int twice(int) {
    static char stack[65536];
    ucontext_t other{};
    getcontext(&other); // HERE
    other.uc_stack.ss_sp = stack;
    other.uc_stack.ss_size = sizeof stack;
    other.uc_link = nullptr;
    makecontext(&other, [] {}, 0); // HERE
    setcontext(&other);            // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
