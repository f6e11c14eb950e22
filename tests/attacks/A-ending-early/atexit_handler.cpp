// attack: has a handler of exit end the program with status 0
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::atexit([] { std::_Exit(0); }); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
