// attack: writes to a constant of its own
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

namespace lab::attacked {

namespace {

const int answer = 41;

} // namespace

int twice(int) {
    const_cast<volatile int&>(answer) = 42;
    return const_cast<volatile int&>(answer);
}

} // namespace lab::attacked

#include "parts/rest.cpp"
