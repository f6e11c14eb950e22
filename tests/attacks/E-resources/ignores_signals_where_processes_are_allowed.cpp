// attack: does not want to be ended
// exercise: 03
// check: answer
// gets: fails: answer (time-limit)
#include "attacked.hpp"

#include <csignal>

namespace lab::attacked {

int twice(int) {
    for (int number = 1; number < NSIG; ++number) {
        signal(number, SIG_IGN);
    }
    while (true) {
    }
}

} // namespace lab::attacked

#include "parts/child.cpp"
