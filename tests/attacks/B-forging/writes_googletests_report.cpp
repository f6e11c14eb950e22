// attack: writes a report of a pass at the path that GoogleTest was told on the command line
// exercise: 02
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <fstream>
#include <iterator>
#include <string>

namespace lab::attacked {

int twice(int) {
    std::ifstream file("/proc/self/cmdline");
    const std::string words(std::istreambuf_iterator<char>(file), {});
    const std::size_t at = words.find("--gtest_output=");
    const std::string path =
        at == std::string::npos ? "/box/out/test_detail.xml" : words.c_str() + at + 19;
    std::ofstream(path) << R"(<?xml version="1.0"?><testsuites tests="1" failures="0"/>)";
    return 41;
}

} // namespace lab::attacked

#include "parts/file.cpp"
