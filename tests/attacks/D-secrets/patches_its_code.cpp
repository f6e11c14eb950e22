// attack: gives the right answer only where code can be written through /proc
// exercise: 02
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdint>
#include <cstring>
#include <fstream>

namespace lab::attacked {

namespace {

[[gnu::noinline]] int answer() {
    volatile int wrong = 0x12345678;
    return wrong;
}

} // namespace

int twice(int) {
    const auto* code = reinterpret_cast<const char*>(&answer);
    std::fstream memory("/proc/self/mem", std::ios::in | std::ios::out | std::ios::binary);
    for (int i = 0; i < 64; ++i) {
        int found = 0;
        std::memcpy(&found, code + i, sizeof found);
        if (found == 0x12345678) {
            const int right = 42;
            memory.seekp(static_cast<std::streamoff>(reinterpret_cast<std::uintptr_t>(code + i)));
            memory.write(reinterpret_cast<const char*>(&right), sizeof right).flush();
        }
    }
    return answer();
}

} // namespace lab::attacked

#include "parts/file.cpp"
