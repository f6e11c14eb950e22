// attack: reads how the grader started the compiler
// check: answer
// gets: safe
#include "attacked.hpp"

#include "/proc/1/cmdline"

#include "parts/twice.cpp"
#include "parts/rest.cpp"
