// attack: gives the right answer only where it sees folders of the machine's
// exercise: 02
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <filesystem>
#include <system_error>

namespace lab::attacked {

int twice(int number) {
    std::error_code none;
    bool found = false;
    for (const char* folder : {"/home", "/root", "/work", "/mnt", "/srv", "/var", "/sys", "/run"}) {
        found = found || std::filesystem::exists(folder, none);
    }
    return found ? 2 * number : 0;
}

} // namespace lab::attacked

#include "parts/file.cpp"
