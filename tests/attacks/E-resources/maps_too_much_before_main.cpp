// attack: leaves the harness no mappings to load the checks with, so that nothing could be graded
// exercise: 03
// gets: fails: answer (does-not-build), child (does-not-build)
// message: its constructors leave no room
#include "attacked.hpp"

#include <sys/mman.h>

const bool mapped = [] {
    constexpr int more_than_allowed = 70'000;
    for (int i = 0; i < more_than_allowed; ++i) {
        mmap(nullptr, 4096, i % 2 == 0 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }
    return true;
}();

namespace lab::attacked {

int twice(int number) {
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
