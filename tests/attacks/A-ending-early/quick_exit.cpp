// attack: ends the program past all handlers of exit
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::quick_exit(0); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
