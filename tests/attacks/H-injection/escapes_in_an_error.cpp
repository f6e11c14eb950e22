// attack: has the compiler print escapes
// check: answer
// gets: does-not-build
#include "attacked.hpp"

static_assert(sizeof(int) == 5, "\x1b[2J\n::error::\n\x07"); // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
