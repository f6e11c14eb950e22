// attack: has the compiler run out of stack
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#pragma clang __debug overflow_stack

#include "parts/twice.cpp"
#include "parts/rest.cpp"
