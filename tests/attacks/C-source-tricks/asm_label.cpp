// attack: gives another name to a function that it may not call
// check: answer
// gets: rejected
#include "attacked.hpp"

extern "C" void harmless(int) asm("_exit"); // HERE

namespace lab::attacked {

int twice(int) {
    harmless(0); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
