// attack: calls what is not there, under a name that looks like markup
// check: answer
// gets: does-not-build
#include "attacked.hpp"

extern "C" void strange() asm("<script>alert(1)</script>"); // HERE
void call() {
    strange(); // HERE
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
