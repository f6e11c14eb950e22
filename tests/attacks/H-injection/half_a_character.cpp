// attack: prints so much that the cut falls into a character
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::putchar('x');
    for (int i = 0; i < 8000; ++i) {
        std::fputs("\xc3\xa4", stdout);
    }
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
