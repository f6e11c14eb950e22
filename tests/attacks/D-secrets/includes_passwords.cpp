// attack: reads a file of the machine's while it is compiled
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include "/etc/passwd" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
