// attack: starts a process past fork
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <csignal>
#include <sched.h>

namespace lab::attacked {

int twice(int number) {
    static char stack[65536];
    clone([](void*) { return 0; }, stack + sizeof stack, SIGCHLD, nullptr); // HERE
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
