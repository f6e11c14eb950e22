// attack: mounts a file system
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <sys/mount.h>

namespace lab::attacked {

int twice(int number) {
    return static_cast<int>(mount("none", "/tmp", "tmpfs", 0, nullptr)) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/child.cpp"
