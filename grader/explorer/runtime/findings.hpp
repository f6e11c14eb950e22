// What the schedules that were run came to.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"

namespace threadlab::explorer {

// Whether the schedule that ran last was ended for all that it cost.
bool came_to_a_limit(const Board& board);

struct Findings {
    std::uint32_t schedules = 0;    // that were run to their end
    std::uint32_t most_threads = 0; // of any schedule
    std::uint32_t most_processes = 0;
    std::uint32_t most_steps = 0;
    std::uint64_t switches = 0; // of all together
    bool harm = false;          // a schedule failed
    bool race = false;          // a data race was seen
    bool limit = false;         // a schedule came to one: it costs as much as thousands of others
    std::uint32_t since_race = 0;
    std::array<char, 32> diagnosis{}; // of the failure
    Failure first_race;
    arena::Vector<Decision> decisions; // that lead there

    std::uint64_t hash = 0; // of the schedules' hashes, in their order

    // Whether a schedule that has ended changes what is told.
    bool takes(const Board& board) const;
    // Takes it.
    void note(const Board& board);
    bool failed() const { return harm || race; }
    // Whether more schedules could change what is told: after a race, one that it does harm in is
    // looked for.
    bool settled() const;
    // Whether the failure is that limit. Then the schedule that is told is the last that was run.
    bool failed_at_limit() const;
    // Whether the check was to fail: then nobody wants to be told how.
    bool is_decoy() const;
    // Whether a schedule came to the same.
    bool is_same(const Board& board) const;
};

} // namespace threadlab::explorer
