// attack: tells another submission something by a lock on a file
// exercise: 02
// gets: rejected
#include "attacked.hpp"

#include <cstdio>
#include <sys/file.h>

namespace lab::attacked {

int twice(int number) {
    std::FILE* file = std::fopen("/usr/bin/env", "r");
    flock(fileno(file), LOCK_EX); // HERE
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/file.cpp"
