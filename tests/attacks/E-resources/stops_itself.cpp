// attack: stops, and waits to be continued
// exercise: 03
// check: answer
// gets: fails: answer (hang)
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    kill(getpid(), SIGSTOP);
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
