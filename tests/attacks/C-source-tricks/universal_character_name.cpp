// attack: spells a letter by its number
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::e\u0078it(0); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
