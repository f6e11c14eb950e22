// attack: puts another program in its place, which ends with status 0
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    execl("/usr/bin/true", "true", nullptr); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
