// attack: gives the right answer only where it can read the program that judges it
// exercise: 02
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <fstream>
#include <iterator>
#include <string>

namespace lab::attacked {

namespace {

std::string text_of(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace


int twice(int number) {
    const bool found = text_of("/proc/self/exe").size() + text_of("/proc/1/exe").size() > 0;
    return found ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/file.cpp"
