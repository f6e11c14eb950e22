// attack: pastes a name from two pieces
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <unistd.h>

#define PASTE(a, b) a##b

namespace lab::attacked {

int twice(int) {
    PASTE(_ex, it)(0); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
