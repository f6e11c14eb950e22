// attack: declares the function inside another, and never calls it by its own name
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    auto& leave = []() -> auto& { return std::_Exit; }(); // HERE
    leave(0);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
