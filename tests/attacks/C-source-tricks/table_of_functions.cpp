// attack: picks the function from a table by a number that is computed
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

namespace {

using Leave = void (*)(int);
constexpr Leave ways[] = {[](int) {}, &std::exit, &std::_Exit}; // HERE

} // namespace

int twice(int number) {
    ways[number % 2](0);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
