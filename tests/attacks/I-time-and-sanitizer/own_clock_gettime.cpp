// attack: stops the clock of the system
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <ctime>

extern "C" int clock_gettime(clockid_t, timespec* now) noexcept { // HERE
    *now = {};
    return 0;
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
