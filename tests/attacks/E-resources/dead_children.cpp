// attack: leaves children that ended and that nobody waits for
// exercise: 03
// check: answer
// gets: safe
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    for (int i = 0; i < 1000; ++i) {
        if (fork() == 0) {
            _exit(0);
        }
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
