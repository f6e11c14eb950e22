// attack: computes for ever when its static objects are destroyed
// check: answer
// gets: safe
#include "attacked.hpp"

namespace lab::attacked {

namespace {

struct Late {
    ~Late() {
        for (volatile unsigned number = 0;; number = number + 1) {
        }
    }
} late;

} // namespace

int twice(int number) {
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
