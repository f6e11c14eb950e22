// attack: gives up
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::abort(); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
