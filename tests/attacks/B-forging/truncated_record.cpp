// attack: writes half a record and ends with status 0
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    write(3, "threadlab-record 1\nnonce\t", 25);
    _exit(0);
}

} // namespace lab::attacked

#include "parts/child.cpp"
