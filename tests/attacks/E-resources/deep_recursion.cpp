// attack: calls itself without end
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

namespace lab::attacked {

namespace {

volatile int depth = 0;

int deeper(volatile int* number) {
    volatile int mine = *number + 1;
    depth = deeper(&mine) + 1;
    return depth;
}

} // namespace

int twice(int number) {
    volatile int start = number;
    return deeper(&start);
}

} // namespace lab::attacked

#include "parts/rest.cpp"
