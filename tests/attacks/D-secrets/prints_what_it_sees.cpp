// attack: prints its own memory, for somebody to look through
// check: answer
// gets: fails: answer (output-limit)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int number) {
    const char* stack = reinterpret_cast<const char*>(&number);
    for (int i = 0; i < 1024 * 1024; ++i) {
        std::fwrite(stack, 1, 1024, stdout);
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
