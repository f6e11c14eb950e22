// attack: computes for ever while it is loaded
// check: answer
// gets: fails: answer (time-limit)
#include "attacked.hpp"

namespace lab::attacked {

namespace {

struct Early {
    Early() {
        for (volatile unsigned number = 0;; number = number + 1) {
        }
    }
} early;

} // namespace

int twice(int number) {
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
