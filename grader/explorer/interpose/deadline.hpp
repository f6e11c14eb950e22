// Points in time, as programs name them.
#pragma once

#include "explorer/runtime/engine.hpp"

#include <ctime>

namespace threadlab::explorer {

constexpr Nanoseconds second = 1'000'000'000;

inline Nanoseconds to_nanoseconds(const timespec& time) {
    constexpr std::int64_t most = never / second - 1;
    return time.tv_sec > most ? never - 1 : time.tv_sec * second + time.tv_nsec;
}

inline timespec to_timespec(Nanoseconds time) {
    return {time / second, time % second};
}

// What a clock shows when the schedule begins: some day for the wall clock, an hour for the others,
// as a machine has that has been up for a while.
inline Nanoseconds clock_start(clockid_t clock) {
    constexpr Nanoseconds hour = 3600 * second;
    constexpr Nanoseconds day = 1'700'000'000 * second;
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI ? day
                                                                                           : hour;
}

inline Nanoseconds deadline_of(clockid_t clock, const timespec& until) {
    return to_nanoseconds(until) - clock_start(clock);
}

} // namespace threadlab::explorer
