// Fewer decisions that still lead to the same failure.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"

namespace threadlab::explorer {

// Takes away decisions, at first many at once and then one by one (delta debugging: Zeller and
// Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", TSE 2002). The caller runs what
// next() gives and tells judge() what came of it, until there is nothing more.
class Minimiser {
public:
    explicit Minimiser(arena::Vector<Decision> decisions)
        : best_(std::move(decisions)), chunk_(best_.size()) {}

    // Decisions to try; null when done.
    const arena::Vector<Decision>* next();

    // Whether they led to the same failure. The board tells which decisions were really taken.
    void judge(bool same, const Board& board);

    const arena::Vector<Decision>& best() const { return best_; }

private:
    arena::Vector<Decision> best_;
    arena::Vector<Decision> trial_;
    std::size_t chunk_;
    std::size_t at_ = 0;
    bool improved_ = false;
    std::uint64_t steps_ = 0; // of all trials
};

} // namespace threadlab::explorer
