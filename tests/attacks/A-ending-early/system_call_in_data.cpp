// attack: runs a constant as if it were code
// check: answer
// gets: fails: answer (crash)
#include "attacked.hpp"

namespace lab::attacked {

namespace {

const volatile unsigned char instructions[] = {0xB8, 0xE7, 0, 0, 0, 0x31, 0xFF, 0x0F, 0x05};

} // namespace

int twice(int) {
    reinterpret_cast<void (*)()>(const_cast<unsigned char*>(&instructions[0]))();
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
