// What the supervisor is asked to do.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"

#include <cstdint>

namespace threadlab::explorer {

// From the environment variable LAB_EXPLORE, a list such as
// "schedules=400,strategy=surw,seed=7,time=virtual,record=3,replay=12t1.20t0r.31c1":
//   schedules  how many to run at most, minimising apart; 1 or more
//   strategy   auto, random, round-robin, pct, pos, surw, urw or none (the non-preemptive one)
//   seed       where the pseudo-random numbers begin
//   time       explore (a deadline may come at any step) or virtual (only when nobody can run)
//   record     the descriptor that the result is written to
//   replay     decisions to take; nothing else is run then
//   seek       races: what fails without one does not count
//   cores      how many are simulated; 0: computing is free
//   output     how many bytes a check may print
struct Options {
    std::uint32_t schedules = 400;
    arena::String strategy = "auto";
    std::uint64_t seed = 1;
    bool time_is_free = true;
    int record = 2;
    bool replay = false;
    bool races_only = false;
    std::uint32_t cores = 0;
    long most_printed = 64L * 1024;
    arena::Vector<Decision> decisions;
};

// Ends the process with a message if the text is not as it must be. Null: nothing is asked for.
Options read_options(const char* text);

// The same of LAB_EXPLORE itself, which is taken out of the environment.
Options options_of_environment();

// Decisions as text, and back: for each its step, t and the thread or c and the outcome, and how if
// not ready: o (timed out) or s (spurious); separated by dots.
arena::String write_decisions(const Decision* decisions, std::size_t count);

} // namespace threadlab::explorer
