// attack: gives out memory of its own, to everybody
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstddef>

extern "C" void* malloc(std::size_t size) noexcept { // HERE
    static char room[1 << 20];
    static std::size_t used = 0;
    used += (size + 15) / 16 * 16;
    return room + used - (size + 15) / 16 * 16;
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
