// attack: has the preprocessor read a file
// check: answer
// gets: does-not-build
#include "attacked.hpp"

const unsigned char secret[] = {
#embed "checks.cpp" // HERE
};

#include "parts/twice.cpp"
#include "parts/rest.cpp"
