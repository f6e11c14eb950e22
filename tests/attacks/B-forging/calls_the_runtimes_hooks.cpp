// attack: declares and calls a function that the harness has for checks only
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" void threadlab_work(unsigned long units); // HERE

namespace lab::attacked {

int twice(int number) {
    threadlab_work(0);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
