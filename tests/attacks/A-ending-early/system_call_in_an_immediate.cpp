// attack: jumps into the middle of an instruction, whose constant is a system call
// check: answer
// gets: forged
#include "attacked.hpp"

#include <cstdint>

namespace lab::attacked {

namespace {

// mov $231, %eax; syscall; nop
constexpr std::uint64_t instructions = 0x90050F000000E7B8;

[[gnu::noinline]] std::uint64_t carrier() {
    return instructions;
}

} // namespace

int twice(int) {
    const char* place = reinterpret_cast<const char*>(&carrier);
    while (*reinterpret_cast<const std::uint64_t*>(place) != instructions) {
        ++place;
    }
    reinterpret_cast<void (*)(long)>(const_cast<char*>(place))(0);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
