// attack: gives the right answer only where it sees where the grader keeps its folders
// exercise: 02
// gets: safe
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
    const std::string mounts = text_of("/proc/self/mountinfo");
    return mounts.find("threadlab-") != std::string::npos ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/file.cpp"
