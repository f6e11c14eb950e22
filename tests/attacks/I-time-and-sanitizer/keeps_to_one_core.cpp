// attack: has its threads take turns on one core
// check: answer
// gets: safe
// scorecard: sched_setaffinity keeps its threads
#include "attacked.hpp"

#include <sched.h>

namespace lab::attacked {

int twice(int number) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    sched_setaffinity(0, sizeof one, &one);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
