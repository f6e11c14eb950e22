// attack: has the assembler read a file
// check: answer
// gets: does-not-build
#include "attacked.hpp"

asm(".section .rodata\n.globl attack_secret\nattack_secret: .incbin \"checks.so\"\n"); // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
