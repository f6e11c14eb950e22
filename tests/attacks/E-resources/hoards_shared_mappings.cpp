// attack: maps shared memory without end
// exercise: 03
// check: answer
// gets: fails: answer (memory-limit)
#include "attacked.hpp"

#include <cstring>
#include <sys/mman.h>

namespace lab::attacked {

int twice(int) {
    while (true) {
        void* memory =
            mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        std::memset(memory, 1, 1 << 20);
    }
}

} // namespace lab::attacked

#include "parts/child.cpp"
