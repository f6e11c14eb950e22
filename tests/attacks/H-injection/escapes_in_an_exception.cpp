// attack: has its exception clear the terminal
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <stdexcept>

namespace lab::attacked {

int twice(int) { // HERE
    throw std::runtime_error("\x1b[2J\x1b]0;owned\x07\u202edetrever");
}

} // namespace lab::attacked

#include "parts/rest.cpp"
