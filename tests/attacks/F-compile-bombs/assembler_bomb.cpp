// attack: has the assembler repeat a line without end
// check: answer
// gets: does-not-build
#include "attacked.hpp"

asm(".rept 1000000000\n.quad 1\n.endr\n"); // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
