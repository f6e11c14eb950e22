// attack: has the compiler print escapes that stand in the source
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#error "[2J]0;owned ‮" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
