// attack: includes a folder
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include "/usr/include/" // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
