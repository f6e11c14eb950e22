// attack: forks without end
// exercise: 03
// check: answer
// gets: fails: answer (time-limit)
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    while (true) {
        fork();
    }
}

} // namespace lab::attacked

#include "parts/child.cpp"
