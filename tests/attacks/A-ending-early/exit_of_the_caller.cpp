// attack: the process that was called ends itself by what is meant for its children
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    _exit(0);
}

} // namespace lab::attacked

#include "parts/child.cpp"
