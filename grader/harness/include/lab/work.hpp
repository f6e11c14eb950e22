// Simulated computing.
#pragma once

#include "lab/explored.hpp"

#include <cstdint>
#include <ctime>

namespace lab {

// Computes for `units` microseconds. In virtual time with simulated cores that is exact, and takes
// none of the real one; without cores, and where schedules are explored, computing is free.
// Elsewhere it uses about that much of a real core.
inline void work(std::uint64_t units) {
    if (threadlab_work != nullptr) {
        threadlab_work(units);
        return;
    }
    const auto microseconds = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 +
               static_cast<std::uint64_t>(time.tv_nsec) / 1000;
    };
    const std::uint64_t end = microseconds() + units;
    while (microseconds() < end) {
        for (int i = 0; i < 1000; ++i) {
            asm volatile("");
        }
    }
}

} // namespace lab
