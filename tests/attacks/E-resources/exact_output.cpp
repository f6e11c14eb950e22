// attack: prints exactly what may be kept of it, then one byte more than that
// check: answer
// gets: fails: answer (output-limit)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int number) {
    for (int i = 0; i < 16 * 1024; ++i) {
        std::putchar('a');
    }
    std::fflush(stdout);
    std::putchar('b');
    std::fflush(stdout);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
