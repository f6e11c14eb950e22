// attack: has another library linked
// check: answer
// gets: rejected
#include "attacked.hpp"

#pragma comment(lib, "m") // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
