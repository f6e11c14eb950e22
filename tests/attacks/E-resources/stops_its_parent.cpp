// attack: stops whoever started it
// exercise: 03
// check: answer
// gets: fails: answer (hang)
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    kill(getppid(), SIGSTOP);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
