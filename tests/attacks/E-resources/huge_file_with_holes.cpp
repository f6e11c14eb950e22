// attack: makes a file that is larger than the disk
// exercise: 02
// check: answer
// gets: fails: answer (disk-limit)
#include "attacked.hpp"

#include <fstream>

namespace lab::attacked {

int twice(int number) {
    std::ofstream file("/tmp/attack-hole", std::ios::binary);
    file.seekp(std::streamoff{1} << 40);
    file << 'x' << std::flush;
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/file.cpp"
