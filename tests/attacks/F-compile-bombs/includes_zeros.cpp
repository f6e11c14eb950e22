// attack: includes a file that never ends
// check: answer
// gets: safe
#include "attacked.hpp"

#include "/dev/zero"

#include "parts/twice.cpp"
#include "parts/rest.cpp"
