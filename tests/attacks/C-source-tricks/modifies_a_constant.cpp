// attack: writes to a constant of its own
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

namespace lab::attacked {

namespace {

const int answer = 41;
const int* volatile place = &answer;

} // namespace

int twice(int) {
    *const_cast<int*>(place) = 42;
    return *place;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
