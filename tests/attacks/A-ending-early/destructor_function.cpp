// attack: a function that is called when the program ends ends it with status 0
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

namespace {

__attribute__((destructor)) void run_late() { // HERE
    _exit(0);                                 // HERE
}

} // namespace

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
