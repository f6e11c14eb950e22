// attack: wants to go first
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <sys/resource.h>

namespace lab::attacked {

int twice(int number) {
    return static_cast<int>(setpriority(PRIO_PROCESS, 0, -20)) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
