// attack: makes files without end
// exercise: 02
// check: answer
// gets: fails: answer (time-limit)
#include "attacked.hpp"

#include <fstream>
#include <string>

namespace lab::attacked {

int twice(int number) {
    for (int i = 0; i < 10'000'000; ++i) {
        std::ofstream("/tmp/attack-" + std::to_string(i));
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/file.cpp"
