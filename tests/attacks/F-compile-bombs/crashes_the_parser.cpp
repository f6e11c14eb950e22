// attack: has the compiler crash later
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#pragma clang __debug parser_crash

#include "parts/twice.cpp"
#include "parts/rest.cpp"
