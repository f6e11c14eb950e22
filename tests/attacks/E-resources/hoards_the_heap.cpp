// attack: allocates without end
// check: answer
// gets: fails: answer (memory-limit)
#include "attacked.hpp"

#include <cstring>

namespace lab::attacked {

int twice(int) { // HERE
    while (true) {
        std::memset(new char[1 << 20], 1, 1 << 20);
    }
}

} // namespace lab::attacked

#include "parts/rest.cpp"
