// attack: leaves the harness no descriptor to load the checks with, so that nothing could be graded
// exercise: 03
// gets: fails: answer (does-not-build), child (does-not-build)
// message: its constructors leave no room
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

const bool opened = [] {
    int ends[2];
    while (pipe(ends) == 0) {
    }
    while (dup(0) >= 0) {
    }
    return true;
}();

int twice(int number) {
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
