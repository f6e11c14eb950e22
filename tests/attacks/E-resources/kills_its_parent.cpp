// attack: ends whoever started it
// exercise: 03
// check: answer
// gets: forged
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    kill(getppid(), SIGKILL);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
