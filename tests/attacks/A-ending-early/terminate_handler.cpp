// attack: ends the program with status 0 in place of std::terminate
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>
#include <exception>

namespace lab::attacked {

int twice(int) {
    std::set_terminate([] { std::_Exit(0); }); // HERE
    std::terminate();
}

} // namespace lab::attacked

#include "parts/rest.cpp"
