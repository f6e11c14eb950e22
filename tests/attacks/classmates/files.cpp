// attack: none
// exercise: 02
// gets: safe
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/file.cpp"
