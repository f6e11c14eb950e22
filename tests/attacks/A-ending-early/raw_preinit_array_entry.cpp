// attack: wants to run before everybody else
// check: answer
// gets: rejected
#include "attacked.hpp"

namespace lab::attacked {

namespace {

int loaded = 0;

void run_early() {
    loaded = 2;
}

[[gnu::section(".preinit_array"), gnu::used]] void (*entry)() = run_early; // HERE

} // namespace

int twice(int number) {
    return loaded * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
