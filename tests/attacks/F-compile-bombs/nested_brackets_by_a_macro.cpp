// attack: nests brackets by macros
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#define B1(x) ((((((((((x))))))))))
#define B2(x) B1(B1(B1(B1(B1(B1(B1(B1(B1(B1(x))))))))))
#define B3(x) B2(B2(B2(B2(B2(B2(B2(B2(B2(B2(x))))))))))
#define B4(x) B3(B3(B3(B3(B3(B3(B3(B3(B3(B3(x))))))))))
const int bomb = B4(1); // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
