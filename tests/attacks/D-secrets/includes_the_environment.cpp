// attack: reads the environment of the grader
// check: answer
// gets: does-not-build
// message: not found
#include "attacked.hpp"

#include "/proc/1/environ" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
