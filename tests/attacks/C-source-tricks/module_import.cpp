// attack: imports what it may not include
// check: answer
// gets: does-not-build
#include "attacked.hpp"

import gtest; // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
