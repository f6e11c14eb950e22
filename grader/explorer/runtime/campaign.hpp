// All that is known in the course of an exploration. It lies in lasting memory, which the
// supervisor and its children share: whoever runs a schedule goes on from what the others have
// noted.
#pragma once

#include "explorer/runtime/board.hpp"
#include "explorer/runtime/findings.hpp"
#include "explorer/runtime/options.hpp"
#include "explorer/runtime/portfolio.hpp"

namespace threadlab::explorer {

// A schedule that found nothing, to be run again in a process of its own.
struct Sample {
    arena::Vector<Decision> decisions;
    std::uint64_t hash = 0;
};

struct Campaign {
    Board& board;
    Options options;
    Portfolio* portfolio = arena::make<Portfolio>(options);
    Findings findings;
    arena::Vector<Sample> samples;
    Plan plan;               // of the schedule that runs, or ran last
    bool is_running = false; // its result is not noted yet
    // Whether workers follow every schedule in full: where one came to something else with that.
    // What libstdc++ does inside of an atomic shared_ptr is told from the program's own doing by
    // its callers; and who prints too much, by asking after each.
    bool careful = false;
    // Whether each worker keeps what all schedules begin with, and goes on from there.
    bool keeps_beginning = false;
    // Some schedule has had several processes: then each has a tree of its own.
    bool has_forked = false;

    Campaign(Board& the_board, const Options& asked) : board(the_board), options(asked) {}

    bool is_over() const { return portfolio->is_done() || findings.settled(); }
    void note() {
        portfolio->note(board);
        findings.note(board);
    }
};

} // namespace threadlab::explorer
