// attack: finds the nonce in memory and writes a record before the harness does
// exercise: 02
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include "parts/find_nonce.cpp"

#include <fstream>
#include <string>

namespace lab::attacked {

int twice(int) {
    std::ifstream maps("/proc/self/maps");
    std::string line;
    while (std::getline(maps, line) && line.find("[heap]") == std::string::npos) {
    }
    const std::size_t dash = line.find('-');
    const std::uintptr_t begin = std::stoul(line.substr(0, dash), nullptr, 16);
    const std::uintptr_t end = std::stoul(line.substr(dash + 1), nullptr, 16);
    const std::string nonce = attack::digits_between(reinterpret_cast<const char*>(begin),
                                                     reinterpret_cast<const char*>(end));
    std::ofstream("/proc/self/fd/3") << attack::passing_record(nonce) << std::flush;
    return 41;
}

} // namespace lab::attacked

#include "parts/file.cpp"
