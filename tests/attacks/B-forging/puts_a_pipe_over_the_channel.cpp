// attack: puts a pipe of its own in place of the harness's channel
// exercise: 03
// gets: safe
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    int ends[2];
    pipe(ends);
    dup2(ends[1], 3);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
