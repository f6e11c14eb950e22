// attack: has itself killed
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <csignal>

namespace lab::attacked {

int twice(int) {
    std::raise(SIGKILL); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
