// attack: holds a forbidden call that is never made
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int number) {
    if (number == 1234567) {
        std::exit(0); // HERE
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
