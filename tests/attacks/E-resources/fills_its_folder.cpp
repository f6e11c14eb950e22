// attack: writes a gigabyte to /box/out
// exercise: 02
// check: answer
// gets: fails: answer (disk-limit)
#include "attacked.hpp"

#include <fstream>
#include <string>

namespace lab::attacked {

int twice(int number) {
    const std::string block(1 << 20, 'x');
    std::ofstream file("/box/out/attack-hoard", std::ios::binary);
    for (int i = 0; i < 1024; ++i) {
        file << block << std::flush;
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/file.cpp"
