// attack: ends the program with status 0 from a handler of SIGSEGV
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    struct sigaction action {};
    action.sa_handler = [](int) { _exit(0); }; // HERE
    sigaction(SIGSEGV, &action, nullptr);      // HERE
    volatile int* nowhere = nullptr;
    return *nowhere;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
