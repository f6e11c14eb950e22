// Simulated processors, shared as a fair scheduler shares them: threads that compute at the same
// time all progress alike, at full speed as long as there is a core for each (generalised processor
// sharing: Parekh and Gallager, IEEE/ACM Transactions on Networking 1993).
#pragma once

#include <algorithm>
#include <cstdint>

namespace threadlab::explorer {

// Work and time in pieces of a nanosecond: so small that halves, thirds, ... of one are whole.
__extension__ using Ticks = __int128;
constexpr Ticks ticks_per_nanosecond = 5040;

class Processors {
public:
    // 0 cores: computing costs no time.
    explicit Processors(int cores) : cores_(cores) {}

    bool cost_time() const { return cores_ > 0; }

    // How long it takes until a thread has done so much work while `computing` threads, itself
    // included, compute.
    Ticks time_for(Ticks work, int computing) const {
        return (work * std::max(computing, cores_) + cores_ - 1) / cores_;
    }
    // How much each of them does in that time.
    Ticks work_in(Ticks time, int computing) const {
        return time * cores_ / std::max(computing, cores_);
    }

private:
    int cores_;
};

} // namespace threadlab::explorer
