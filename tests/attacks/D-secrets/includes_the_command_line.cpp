// attack: reads how the grader started the compiler
// gets: does-not-build
#include "attacked.hpp"

#include "/proc/1/cmdline" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
