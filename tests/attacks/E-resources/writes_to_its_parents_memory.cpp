// attack: writes to the memory of the process that started it
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <sys/uio.h>
#include <unistd.h>

namespace lab::attacked {

int twice(int number) {
    char byte = 0;
    iovec mine{&byte, 1};
    iovec theirs{reinterpret_cast<void*>(0x400000), 1};
    return static_cast<int>(process_vm_writev(getppid(), &mine, 1, &theirs, 1, 0)) == 4711 ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/child.cpp"
