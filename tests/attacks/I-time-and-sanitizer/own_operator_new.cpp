// attack: gives out memory of its own
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>
#include <new>

void* operator new(std::size_t size) { // HERE
    return std::malloc(size);
}
void operator delete(void* memory) noexcept { // HERE
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { // HERE
    std::free(memory);
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
