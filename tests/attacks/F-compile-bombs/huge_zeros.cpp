// attack: has 4 TB of zeros
// check: answer
// gets: fails: answer (does-not-build)
#include "attacked.hpp"

extern "C" char bomb[4UL << 40];
char bomb[4UL << 40];

#include "parts/twice.cpp"
#include "parts/rest.cpp"
