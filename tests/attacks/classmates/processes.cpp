// attack: none
// exercise: 03
// gets: safe
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/child.cpp"
