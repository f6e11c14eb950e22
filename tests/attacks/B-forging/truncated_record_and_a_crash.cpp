// attack: writes half a record, and is killed
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include <csignal>
#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    write(3, "threadlab-record 1\nnonce\t", 25);
    kill(getpid(), SIGKILL);
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
