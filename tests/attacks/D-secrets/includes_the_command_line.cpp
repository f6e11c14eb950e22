// attack: reads how the grader started the compiler
// check: answer
// gets: does-not-build
// message: not found
#include "attacked.hpp"

#include "/proc/1/cmdline" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
