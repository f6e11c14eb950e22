// attack: makes the checks' code writable and changes it
// exercise: 03
// gets: rejected
#include "attacked.hpp"

#include <cstdint>
#include <sys/mman.h>

namespace lab::attacked {

[[gnu::noinline]] int twice(int number) {
    auto* code = static_cast<unsigned char*>(__builtin_return_address(0)); // HERE
    auto* page = reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(code) & ~4095UL);
    mprotect(page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC);
    code[0] = 0xCC;
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
