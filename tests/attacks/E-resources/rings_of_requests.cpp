// attack: has the kernel do its calls for it
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    return static_cast<int>(syscall(425, 8, nullptr)) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/child.cpp"
