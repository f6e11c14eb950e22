// attack: reads the checks while it is compiled
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include "checks.cpp" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
