// attack: has what is printed go to the harness's channel
// exercise: 02
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::freopen("/dev/fd/3", "w", stdout);
    std::puts("threadlab-record 1");
    return 41;
}

} // namespace lab::attacked

#include "parts/file.cpp"
