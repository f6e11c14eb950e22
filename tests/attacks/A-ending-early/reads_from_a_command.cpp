// attack: has another program do it, where processes are allowed
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::FILE* command = popen("cat /proc/1/environ", "r"); // HERE
    pclose(command);                                        // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
