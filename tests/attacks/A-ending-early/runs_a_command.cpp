// attack: has a shell do it
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

int twice(int) {
    std::system("kill -9 $PPID"); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
