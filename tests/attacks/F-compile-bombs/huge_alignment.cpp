// attack: aligns a variable to 256 MB
// check: answer
// gets: does-not-build
#include "attacked.hpp"

alignas(1 << 28) char bomb[1] = {1};
char other = 1;
alignas(1 << 28) char again[1] = {1};

#include "parts/twice.cpp"
#include "parts/rest.cpp"
