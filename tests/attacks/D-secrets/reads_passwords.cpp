// attack: gives the right answer only where it can read the machine's files
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
    const std::string found = text_of("/etc/passwd") + text_of("/etc/shadow") +
                              text_of("/root/.bashrc") + text_of("/etc/hostname");
    return found.empty() ? 0 : 2 * number;
}

} // namespace lab::attacked

#include "parts/file.cpp"
