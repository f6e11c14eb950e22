// attack: lets no signal through, and waits
// exercise: 03
// check: answer
// gets: fails: answer (hang)
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, nullptr);
    while (true) {
        pause();
    }
}

} // namespace lab::attacked

#include "parts/child.cpp"
