// What a call has left of processes: what the harness tells the library of checks about it.
#pragma once

#include <sys/types.h>

namespace lab {

struct LeftBehind {
    int zombies = 0; // children that have ended and were not waited for
    int living = 0;
    pid_t first_zombie = 0; // by number; 0: none
    pid_t first_living = 0;
};

} // namespace lab
