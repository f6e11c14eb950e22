// Which strategy is used for which schedule.
#pragma once

#include "explorer/runtime/options.hpp"
#include "explorer/runtime/schedule.hpp"

namespace threadlab::explorer {

class Portfolio {
public:
    explicit Portfolio(const Options& options) : options_(options) {}

    // The first schedules, which only teach what the program is like: the ordinary one, and then
    // random ones.
    Plan lesson(std::uint32_t index) const;
    // Takes what the last lesson has shown.
    void learn(const Board& board);

    // The schedules that count, from 0 up. The ordinary one is the first of them.
    Plan plan(std::uint32_t index) const;

    // How many threads the lessons have shown.
    std::uint32_t threads() const { return profile_.threads; }

private:
    const Options& options_;
    Profile profile_;
};

} // namespace threadlab::explorer
