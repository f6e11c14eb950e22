// attack: prints one line of a gigabyte
// check: answer
// gets: fails: answer (output-limit)
#include "attacked.hpp"

#include <cstdio>
#include <string>

namespace lab::attacked {

int twice(int number) {
    const std::string block(1 << 20, 'x');
    for (int i = 0; i < 1024; ++i) {
        std::fwrite(block.data(), 1, block.size(), stdout);
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
