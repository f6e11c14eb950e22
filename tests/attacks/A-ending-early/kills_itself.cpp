// attack: has itself killed, where processes may be
// exercise: 03
// gets: fails: answer (crash)
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    kill(getpid(), SIGKILL);
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
