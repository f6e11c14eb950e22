// attack: maps memory that can be written and run, and ends the program from there
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include <cstring>
#include <sys/mman.h>

namespace lab::attacked {

int twice(int) {
    // mov $231, %eax; xor %edi, %edi; syscall
    const unsigned char code[] = {0xB8, 0xE7, 0, 0, 0, 0x31, 0xFF, 0x0F, 0x05};
    void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    std::memcpy(page, code, sizeof code);
    reinterpret_cast<void (*)()>(page)();
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
