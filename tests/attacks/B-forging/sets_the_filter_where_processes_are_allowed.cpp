// attack: has GoogleTest run no test at all
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <stdlib.h>

namespace lab::attacked {

int twice(int) {
    static char variable[] = "GTEST_FILTER=None.*";
    putenv(variable); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
