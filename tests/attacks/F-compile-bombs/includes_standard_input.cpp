// attack: includes what nobody types
// check: answer
// gets: safe
#include "attacked.hpp"

#include "/dev/stdin"

#include "parts/twice.cpp"
#include "parts/rest.cpp"
