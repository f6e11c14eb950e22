// attack: sleeps for no time at all
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <ctime>

extern "C" int nanosleep(const timespec*, timespec*) { // HERE
    return 0;
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
