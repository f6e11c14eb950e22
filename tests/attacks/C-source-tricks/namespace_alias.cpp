// attack: reaches the function by another name of its namespace
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

namespace library = std;
using library::quick_exit;

int twice(int) {
    [=] { quick_exit(0); }(); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
