// One schedule, in a process of its own.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"
#include "explorer/runtime/options.hpp"
#include "explorer/search/guide.hpp"
#include "explorer/strategies/strategy.hpp"

namespace threadlab::explorer {

// By which strategy a schedule is chosen: one of its own, as a search wants it, or by the decisions
// given.
struct Plan {
    Strategy* (*make)(std::uint64_t seed, const Profile& profile) = nullptr;
    std::uint64_t seed = 0;
    const Profile* profile = nullptr;
    arena::Vector<Decision> decisions; // if there is nothing to make
    const Guide* guide = nullptr;      // of an exhaustive search, if this is one of its schedules
};

// Keeps this process and its children on the core where it is.
void stay_on_one_core();

// Starts a child, and returns true in it: the program is to begin now. In the supervisor, returns
// false when the child has ended, with what came of it on the board: a verdict always.
bool run_child(Board& board, const Plan& plan, const Options& options);

} // namespace threadlab::explorer
