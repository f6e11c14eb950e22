// attack: throws a text of 100,000 lines
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <stdexcept>
#include <string>

namespace lab::attacked {

int twice(int) { // HERE
    throw std::runtime_error(std::string(100'000, '\n'));
}

} // namespace lab::attacked

#include "parts/rest.cpp"
