// attack: types a command into the terminal of whoever grades
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <sys/ioctl.h>

namespace lab::attacked {

int twice(int number) {
    return static_cast<int>(ioctl(0, TIOCSTI, "x")) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
