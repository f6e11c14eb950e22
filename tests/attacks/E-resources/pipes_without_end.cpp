// attack: opens pipes until no more can be opened
// exercise: 03
// check: answer
// gets: safe
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    int ends[2];
    while (pipe(ends) == 0) {
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
