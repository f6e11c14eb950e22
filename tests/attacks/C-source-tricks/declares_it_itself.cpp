// attack: declares the function in its own words, without a header
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" void _exit(int);

namespace lab::attacked {

int twice(int) {
    _exit(0); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
