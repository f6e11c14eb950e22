// attack: gives the right answer only where it can read the checks at run time
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
    const bool found = text_of("checks.so").size() + text_of("/box/checks.so").size() > 0;
    return found ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/file.cpp"
