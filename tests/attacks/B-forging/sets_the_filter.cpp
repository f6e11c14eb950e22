// attack: has GoogleTest run no test at all
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace {

const int done = setenv("GTEST_FILTER", "None.*", 1); // HERE

} // namespace

namespace lab::attacked {

int twice(int) {
    return 41 + done;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
