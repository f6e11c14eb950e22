// attack: reads the environment of the grader
// check: answer
// gets: does-not-build
// message: nothing was there
#include "attacked.hpp"

#include "/proc/1/environ"

static_assert(false, "nothing was there"); // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
