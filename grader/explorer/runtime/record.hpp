// What the supervisor found, and how it tells it to the grader.
#pragma once

#include "explorer/runtime/board.hpp"
#include "explorer/runtime/options.hpp"
#include "explorer/runtime/portfolio.hpp"

namespace threadlab::explorer {

// What the schedules that were run came to.
struct Findings {
    std::uint32_t schedules = 0;    // that were run to their end
    std::uint32_t most_threads = 0; // of any schedule
    std::uint32_t most_steps = 0;
    bool harm = false; // a schedule failed
    bool race = false; // a data race was seen
    std::uint32_t since_race = 0;
    std::array<char, 32> diagnosis{}; // of the failure
    Failure first_race;
    arena::Vector<Decision> decisions; // that lead there

    // Takes a schedule that has ended.
    void note(const Board& board);
    bool failed() const { return harm || race; }
    // Whether more schedules could change what is told: after a race, one that it does harm in is
    // looked for.
    bool settled() const;
    // Whether a schedule came to the same.
    bool is_same(const Board& board) const;
};

// Writes the record: lines of fields separated by tabs; see docs/explorer.md.
void write_record(const Board& board, const Findings& findings, const Tried& tried,
                  const Options& options);

} // namespace threadlab::explorer
