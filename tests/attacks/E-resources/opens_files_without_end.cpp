// attack: opens files until no more can be opened
// exercise: 02
// check: answer
// gets: safe
#include "attacked.hpp"

#include <fstream>
#include <vector>

namespace lab::attacked {

int twice(int number) {
    std::vector<std::ifstream> files;
    for (int i = 0; i < 5000; ++i) {
        files.emplace_back("/dev/null");
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/file.cpp"
