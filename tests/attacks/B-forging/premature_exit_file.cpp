// attack: deletes the file by which GoogleTest tells that a program ended too early
// exercise: 02
// gets: safe
#include "attacked.hpp"

#include <cstdio>
#include <fstream>

namespace lab::attacked {

int twice(int number) {
    const char* path = "/tmp/attack-premature-exit";
    std::ofstream(path, std::ios::app) << "1";
    std::remove(path);
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/file.cpp"
