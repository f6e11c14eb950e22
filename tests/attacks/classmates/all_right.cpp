// attack: none
// gets: safe
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/rest.cpp"
