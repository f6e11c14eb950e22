// Which strategy is used for which schedule.
#pragma once

#include "explorer/runtime/options.hpp"
#include "explorer/runtime/schedule.hpp"
#include "explorer/search/exhaustive_search.hpp"

namespace threadlab::explorer {

// What was run, for the claim.
struct Tried {
    bool complete = false;                    // an exhaustive search came to its end
    std::optional<std::uint32_t> preemptions; // of that search, if they were bounded
    // Schedules that PCT chose, by its depth less two, and the steps among which it drew.
    std::array<std::uint32_t, 2> pct_runs{};
    std::uint32_t pct_steps = 0;
};

class Portfolio {
public:
    explicit Portfolio(const Options& options);

    // The first schedules, which only teach what the program is like: the ordinary one, and then
    // random ones.
    Plan lesson(std::uint32_t index) const;
    // Takes what the last lesson has shown.
    void learn(const Board& board);

    // The next of the schedules that count. The ordinary one is the first of them. The plan holds
    // until note() is called.
    Plan next();
    // Takes what came of it.
    void note(const Board& board);
    // Whether all that was asked for is done, or all there is.
    bool is_done() const;

    Tried tried() const;

    // How many threads the lessons have shown.
    std::uint32_t threads() const { return profile_.threads; }

private:
    Plan sample();

    const Options& options_;
    Profile profile_;
    ExhaustiveSearch search_;
    bool searches_ = false;
    std::uint32_t runs_ = 0;
    std::uint32_t samples_ = 0;
    std::array<std::uint32_t, 2> pct_runs_{};
};

} // namespace threadlab::explorer
