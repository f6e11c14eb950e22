// attack: keeps a secret in the kernel's ring of keys
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <sys/syscall.h>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    return static_cast<int>(syscall(SYS_add_key, "user", "attack", "secret", 6, -3)) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/child.cpp"
