// attack: puts data where the loader looks
// check: answer
// gets: rejected
#include "attacked.hpp"

__attribute__((section(".fini_array"), used)) static void (*entry)() = nullptr; // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
