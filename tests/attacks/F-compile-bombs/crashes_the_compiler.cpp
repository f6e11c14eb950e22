// attack: has the compiler crash
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#pragma clang __debug crash

#include "parts/twice.cpp"
#include "parts/rest.cpp"
