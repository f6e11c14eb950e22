// attack: writes a function in assembly
// check: answer
// gets: does-not-build
#include "attacked.hpp"

asm(".globl attack_leave\nattack_leave:\n mov $231, %eax\n xor %edi, %edi\n syscall\n"); // HERE
extern "C" void attack_leave();

namespace lab::attacked {

int twice(int) {
    attack_leave();
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
