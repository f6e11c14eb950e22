// attack: forks where an exercise has no use for it
// gets: rejected
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    return fork() == 0 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
