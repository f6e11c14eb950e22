// attack: gives an attribute to whatever follows
// check: answer
// gets: rejected
#include "attacked.hpp"

#pragma clang attribute push(__attribute__((weak)), apply_to = function) // HERE

int helper(int number) { // HERE
    return number;
}

#pragma clang attribute pop

#include "parts/twice.cpp"
#include "parts/rest.cpp"
