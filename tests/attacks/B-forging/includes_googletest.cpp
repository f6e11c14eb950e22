// attack: skips the test from inside
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include <gtest/gtest.h> // HERE

namespace lab::attacked {

int twice(int) {
    [] { GTEST_SKIP(); }();
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
