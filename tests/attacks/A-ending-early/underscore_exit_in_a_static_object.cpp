// attack: ends the program before any check begins, while it is loaded
// gets: rejected
#include "attacked.hpp"

#include <unistd.h>

namespace {

struct Early {
    Early() {
        _exit(0); // HERE
    }
} early;

} // namespace

#include "parts/twice.cpp"
#include "parts/rest.cpp"
