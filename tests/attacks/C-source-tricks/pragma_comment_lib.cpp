// attack: has another library linked
// gets: rejected
#include "attacked.hpp"

#pragma comment(lib, "m") // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
