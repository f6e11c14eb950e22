// attack: makes a stream of the harness's channel
// exercise: 02
// gets: forged
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::FILE* channel = fdopen(3, "w");
    std::fputs("threadlab-record 1\n", channel);
    std::fflush(channel);
    return 41;
}

} // namespace lab::attacked

#include "parts/file.cpp"
