// attack: gives the right answer only where it sees a path of the machine's
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
    std::string words;
    for (const char* process : {"1", "2", "3", "self"}) {
        words += text_of(("/proc/" + std::string(process) + "/cmdline").c_str());
    }
    const bool found = words.find("threadlab") != std::string::npos ||
                       words.find("/tmp") != std::string::npos ||
                       words.find("bind") != std::string::npos;
    return found ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/file.cpp"
