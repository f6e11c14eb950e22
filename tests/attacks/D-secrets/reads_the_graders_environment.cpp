// attack: gives the right answer only where it sees a variable of the grader's
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
    std::string variables;
    for (const char* process : {"1", "2", "3", "self"}) {
        variables += text_of(("/proc/" + std::string(process) + "/environ").c_str());
    }
    const bool found = variables.find("TMPDIR") != std::string::npos ||
                       variables.find("LC_ALL") != std::string::npos;
    return found ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/file.cpp"
