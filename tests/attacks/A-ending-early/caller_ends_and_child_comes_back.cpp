// attack: the caller ends with status 0, and leaves the check to a child with the right answer
// exercise: 03
// gets: fails: answer (no-process)
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    if (fork() != 0) {
        _exit(0);
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
