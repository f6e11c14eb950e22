// attack: makes a symbol weak by a pragma
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" void threadlab_await(); // HERE
#pragma weak threadlab_await // HERE

namespace lab::attacked {

int twice(int number) {
    return &threadlab_await == nullptr ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
