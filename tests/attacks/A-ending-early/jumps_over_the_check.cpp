// attack: returns into a call that has returned long ago
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <csetjmp>

namespace lab::attacked {

namespace {

std::jmp_buf before;

} // namespace

int twice(int number) {
    if (setjmp(before) == 0) { // HERE
        return 2 * number;
    }
    return 41;
}

int again() {
    std::longjmp(before, 1); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
