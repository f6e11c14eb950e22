// attack: has the compiler print what looks like another error, in another file
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#define LINE nothing
static_assert(sizeof(int) == 5, "\nchecks.cpp:1:1: error: the grader is broken\n::error::x"); // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
