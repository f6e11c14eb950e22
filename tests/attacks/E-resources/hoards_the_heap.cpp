// attack: allocates without end
// check: answer
// gets: fails: answer (memory-limit)
#include "attacked.hpp"

#include <cstring>

namespace lab::attacked {

namespace {

char* volatile kept = nullptr;

} // namespace

int twice(int) { // HERE
    while (true) {
        kept = new char[1 << 20];
        std::memset(kept, 1, 1 << 20);
    }
}

} // namespace lab::attacked

#include "parts/rest.cpp"
