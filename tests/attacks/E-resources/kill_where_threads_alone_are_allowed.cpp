// attack: ends every process that it may
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <csignal>

namespace lab::attacked {

int twice(int number) {
    kill(-1, SIGKILL); // HERE
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
