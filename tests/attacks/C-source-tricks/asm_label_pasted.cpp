// attack: spells the word for it by a macro, and the symbol in two pieces
// check: answer
// gets: rejected
#include "attacked.hpp"

#define WORD(a, b) __##a##b##__

extern "C" void harmless(int) WORD(a, sm)("_" "exit"); // HERE

namespace lab::attacked {

int twice(int) {
    harmless(0); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
