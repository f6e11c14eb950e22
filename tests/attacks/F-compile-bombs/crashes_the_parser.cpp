// attack: has the compiler crash later
// check: answer
// gets: rejected
#include "attacked.hpp"

#pragma clang __debug parser_crash // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
