// attack: leaves the harness no memory to load the checks with, so that nothing could be graded
// exercise: 03
// gets: fails: answer (does-not-build), child (does-not-build)
// message: its constructors leave no room
#include "attacked.hpp"

#include <sys/resource.h>

const bool lowered = [] {
    const rlimit little{1'000'000, 1'000'000};
    return setrlimit(RLIMIT_AS, &little) == 0;
}();

namespace lab::attacked {

int twice(int number) {
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
