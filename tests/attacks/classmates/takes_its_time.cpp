// attack: none
// gets: safe
#include "attacked.hpp"

#include <cstdio>
#include <cstring>
#include <memory>

namespace lab::attacked {

int twice(int number) {
    constexpr int size = 32 << 20;
    const auto room = std::make_unique<char[]>(size);
    std::memset(room.get(), number, size);
    for (int line = 0; line < 100; ++line) {
        std::printf("line %d\n", line);
    }
    for (volatile int step = 0; step < 20'000'000; step = step + 1) {
    }
    return room[size / 2] + room[size / 3];
}

} // namespace lab::attacked

#include "parts/rest.cpp"
