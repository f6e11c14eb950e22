// attack: ends every process that it may
// exercise: 03
// check: answer
// gets: safe
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    kill(-1, SIGKILL);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
