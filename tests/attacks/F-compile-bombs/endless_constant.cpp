// attack: computes for ever while it is compiled
// check: answer
// gets: does-not-build
#include "attacked.hpp"

constexpr int for_ever() { // HERE
    int number = 0;
    while (true) {
        number ^= 1;
    }
    return number;
}
constexpr int bomb = for_ever(); // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
