// attack: has a function that needs 4 GB of stack, and does not call it
// check: answer
// gets: safe
#include "attacked.hpp"

int bomb(int number) {
    volatile char room[4UL << 30];
    room[number] = 1;
    return room[0];
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
