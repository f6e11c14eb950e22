// attack: gives out memory of its own, by functions that are inline
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>
#include <new>

inline void* operator new(std::size_t size) { // HERE
    return std::malloc(size);
}
inline void operator delete(void* memory) noexcept { // HERE
    std::free(memory);
}
inline void operator delete(void* memory, std::size_t) noexcept { // HERE
    std::free(memory);
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
