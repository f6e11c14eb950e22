// attack: brings a program of its own
// check: answer
// gets: rejected
#include "attacked.hpp"

int main() { // HERE
    return 0;
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
