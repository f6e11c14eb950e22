// attack: includes what nobody types
// check: answer
// gets: does-not-build
// message: not found
#include "attacked.hpp"

#include "/dev/stdin" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
