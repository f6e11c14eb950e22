// attack: has 4 GB written into its object file
// check: answer
// gets: does-not-build
#include "attacked.hpp"

extern "C" char bomb[4UL << 30];
char bomb[4UL << 30] = {1};

#include "parts/twice.cpp"
#include "parts/rest.cpp"
