// attack: has a thousand errors
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#define E1 int x = "a text"; char x = nothing;
#define E2 E1 E1 E1 E1 E1 E1 E1 E1 E1 E1
#define E3 E2 E2 E2 E2 E2 E2 E2 E2 E2 E2
#define E4 E3 E3 E3 E3 E3 E3 E3 E3 E3 E3
E4 // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
