// attack: leaks a number by how it ends
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int number) {
    std::exit(number); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
