// attack: ends the program with status 0 when its static objects are destroyed
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <unistd.h>

namespace {

struct Late {
    ~Late() {
        _exit(0); // HERE
    }
} late;

} // namespace

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
