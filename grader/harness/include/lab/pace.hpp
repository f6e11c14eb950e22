// Every pause and every patience of this library, in one place.
// None of them decides about a right answer, however slow the machine: they say how long to go on
// waiting for a wrong one.
#pragma once

#include "lab/explored.hpp"

#include <chrono>
#include <thread>

namespace lab::pace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// Between two looks at something that cannot wake us.
inline constexpr milliseconds tick{10};
// How long all other threads have to be asleep before nothing more is expected of them.
inline constexpr milliseconds quiet{1000};
// The longest wait, whatever the others do.
inline constexpr milliseconds cap{10000};
// How long a call has to be asleep, all in all, before it counts as waiting.
inline constexpr milliseconds settled{100};
// Seconds of CPU time after which a call that ought to wait counts as spinning.
inline constexpr double spinning = 0.1;

// Between two looks. Under the explorer it is the look itself that waits: see Stall.
inline void pause() {
    if (!detail::explored()) {
        std::this_thread::sleep_for(tick);
    }
}

} // namespace lab::pace
