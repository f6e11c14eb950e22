// attack: reads the hidden checks while it is compiled
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include "../../solutions/01-attacked/hidden_checks.cpp" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
