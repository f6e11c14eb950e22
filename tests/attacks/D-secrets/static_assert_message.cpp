// attack: leaks what it knows by the text of an error
// check: answer
// gets: does-not-build
// message: a text that says what was found
#include "attacked.hpp"

static_assert(sizeof(int) == 5, "a text that says what was found"); // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
