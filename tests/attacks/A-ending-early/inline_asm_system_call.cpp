// attack: ends the program by a system call of its own
// check: answer
// gets: does-not-build
#include "attacked.hpp"

namespace lab::attacked {

int twice(int) {
    asm volatile("syscall" : : "a"(231L), "D"(0L) : "rcx", "r11", "memory"); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
