#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace lab::attacked {

std::string through_a_file(const std::string& text) {
    const char* path = "/tmp/text";
    std::ofstream(path) << text;
    std::ifstream file(path);
    std::string read(std::istreambuf_iterator<char>(file), {});
    std::remove(path);
    return read;
}

} // namespace lab::attacked
