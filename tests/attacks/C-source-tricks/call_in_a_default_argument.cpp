// attack: has the call made by a default argument
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

namespace {

int leave() {
    std::exit(0); // HERE
}

int helper(int number, int ignored = leave()) {
    return number + ignored;
}

} // namespace

int twice(int number) {
    return helper(number);
}

} // namespace lab::attacked

#include "parts/rest.cpp"
