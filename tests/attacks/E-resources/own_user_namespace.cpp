// attack: makes itself root in a namespace of its own
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <sched.h>

namespace lab::attacked {

int twice(int number) {
    return static_cast<int>(unshare(0x10000000)) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/child.cpp"
