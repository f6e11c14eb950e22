// attack: throws a text of a megabyte, in one line
// check: answer
// gets: fails: answer (output-limit)
#include "attacked.hpp"

#include <stdexcept>
#include <string>

namespace lab::attacked {

int twice(int) { // HERE
    throw std::runtime_error(std::string(1 << 20, 'x'));
}

} // namespace lab::attacked

#include "parts/rest.cpp"
