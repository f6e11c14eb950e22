// attack: computes for ever
// check: answer
// gets: fails: answer (time-limit)
#include "attacked.hpp"

namespace lab::attacked {

int twice(int) { // HERE
    while (true) {
    }
}

} // namespace lab::attacked

#include "parts/rest.cpp"
