// attack: registers a handler for a way to end that nobody takes but itself
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::at_quick_exit([] {}); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
