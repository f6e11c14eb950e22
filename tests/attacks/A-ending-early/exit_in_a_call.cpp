// attack: ends the program with status 0 before the check sees an answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::exit(0); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
