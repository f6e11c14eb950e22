// attack: keeps the address of a function and calls it later
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

namespace {

void (*volatile leave)(int) = &std::exit; // HERE

} // namespace

int twice(int) {
    leave(0);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
