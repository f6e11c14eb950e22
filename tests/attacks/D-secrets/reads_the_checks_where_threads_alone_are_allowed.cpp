// attack: opens the checks at run time
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <fstream>

namespace lab::attacked {

int twice(int number) {
    std::ifstream file("checks.so"); // HERE
    return file ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
