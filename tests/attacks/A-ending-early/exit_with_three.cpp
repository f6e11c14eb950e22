// attack: ends the program with a status that is no success
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::exit(3); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
