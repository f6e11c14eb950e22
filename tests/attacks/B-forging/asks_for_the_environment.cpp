// attack: looks for what GoogleTest is told through the environment
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    int count = 0;
    for (char** variable = environ; *variable != nullptr; ++variable) { // HERE
        ++count;
    }
    return 2 * number + 0 * count;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
