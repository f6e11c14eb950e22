// attack: defines the function through which the harness runs the checks
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" void threadlab_run_check(const char*, void*, void*) {} // HERE

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
