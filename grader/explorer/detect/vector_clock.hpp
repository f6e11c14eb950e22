// Vector clocks (Mattern 1989): for each thread, how much of it is known to have happened before.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/operation.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace threadlab::explorer {

class VectorClock {
public:
    std::uint32_t of(ThreadId thread) const {
        const auto index = static_cast<std::size_t>(thread);
        if (index < few_.size()) {
            return few_[index];
        }
        return index - few_.size() < more_.size() ? more_[index - few_.size()] : 0;
    }
    void tick(ThreadId thread) {
        const auto index = static_cast<std::size_t>(thread);
        if (index < few_.size()) {
            ++few_[index];
            return;
        }
        more_.resize(std::max(more_.size(), index - few_.size() + 1));
        ++more_[index - few_.size()];
    }
    void join(const VectorClock& other) {
        for (std::size_t i = 0; i < few_.size(); ++i) {
            few_[i] = std::max(few_[i], other.few_[i]);
        }
        if (other.more_.size() > more_.size()) {
            more_.resize(other.more_.size());
        }
        for (std::size_t i = 0; i < other.more_.size(); ++i) {
            more_[i] = std::max(more_[i], other.more_[i]);
        }
    }

private:
    // In place for as many threads as most programs have: clocks are made all the time.
    std::array<std::uint32_t, 4> few_{};
    arena::Vector<std::uint32_t> more_;
};

} // namespace threadlab::explorer
