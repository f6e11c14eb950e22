// attack: ends whoever started it
// exercise: 03
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    kill(getppid(), SIGKILL);
    while (true) {
        pause();
    }
}

} // namespace lab::attacked

#include "parts/child.cpp"
