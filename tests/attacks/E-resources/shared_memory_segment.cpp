// attack: keeps memory for the next run
// exercise: 03
// gets: safe
#include "attacked.hpp"

#include <sys/ipc.h>
#include <sys/shm.h>

namespace lab::attacked {

int twice(int number) {
    return static_cast<int>(shmget(1234, 4096, 0600 | IPC_CREAT)) == 4711 ? 41 : 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
