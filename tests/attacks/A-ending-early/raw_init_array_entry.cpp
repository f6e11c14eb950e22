// attack: puts a function of its own into the list that the loader calls
// check: answer
// gets: rejected
#include "attacked.hpp"

namespace lab::attacked {

namespace {

int loaded = 0;

void run_early() {
    loaded = 2;
}

__attribute__((section(".init_array"), used)) void (*entry)() = run_early; // HERE

} // namespace

int twice(int number) {
    return loaded * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
