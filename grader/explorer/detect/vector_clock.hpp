// Vector clocks (Mattern 1989): for each thread, how much of it is known to have happened before.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/operation.hpp"

#include <algorithm>
#include <cstdint>

namespace threadlab::explorer {

class VectorClock {
public:
    std::uint32_t of(ThreadId thread) const {
        const auto index = static_cast<std::size_t>(thread);
        return index < ticks_.size() ? ticks_[index] : 0;
    }
    void tick(ThreadId thread) { ++at(thread); }
    void join(const VectorClock& other) {
        if (other.ticks_.size() > ticks_.size()) {
            ticks_.resize(other.ticks_.size());
        }
        for (std::size_t i = 0; i < other.ticks_.size(); ++i) {
            ticks_[i] = std::max(ticks_[i], other.ticks_[i]);
        }
    }

private:
    std::uint32_t& at(ThreadId thread) {
        const auto index = static_cast<std::size_t>(thread);
        if (index >= ticks_.size()) {
            ticks_.resize(index + 1);
        }
        return ticks_[index];
    }

    arena::Vector<std::uint32_t> ticks_;
};

} // namespace threadlab::explorer
