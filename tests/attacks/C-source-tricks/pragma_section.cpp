// attack: moves its code into another section
// check: answer
// gets: rejected
#include "attacked.hpp"

#pragma clang section text = ".init" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
