// attack: writes to the harness's channel through /proc
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <fstream>

namespace lab::attacked {

int twice(int) {
    std::ofstream("/proc/self/fd/3") << "threadlab-record 1\n"; // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
