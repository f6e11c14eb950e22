// attack: runs before other objects are constructed
// check: answer
// gets: rejected
#include "attacked.hpp"

namespace lab::attacked {

namespace {

int loaded = 0;

__attribute__((constructor(101))) void run_early() { // HERE
    loaded = 2;
}

} // namespace

int twice(int number) {
    return loaded * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
