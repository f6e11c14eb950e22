// attack: includes a file that never ends
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include "/dev/zero" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
