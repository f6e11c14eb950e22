// attack: asks by a weak reference whether a function of the harness is there
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" __attribute__((weak)) void threadlab_await(); // HERE

namespace lab::attacked {

int twice(int number) {
    return threadlab_await != nullptr ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
