// What the supervisor is asked to do.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"

#include <cstdint>
#include <optional>

namespace threadlab::explorer {

// From the environment variable LAB_EXPLORE, a list such as
// "schedules=400,strategy=surw,seed=7,time=virtual,record=3,replay=12t1.20t0r.31c1":
//   schedules  how many to run at most, minimising apart; 1 or more
//   strategy   auto, exhaustive, random, round-robin, pct, pos, surw, urw or none (the
//              non-preemptive one)
//   preemptions  how often an exhaustive search may interrupt who could go on; not given: always
//   seed       where the pseudo-random numbers begin
//   time       explore (a deadline may come at any step) or virtual (only when nobody can run)
//   process    many (schedules share one) or each (each has its own)
//   processes  yes: the program may fork
//   cores      on which computing takes time, in virtual time; 0: it is free
//   record     the descriptor that the result is written to
//   replay     decisions to take; nothing else is run then
//   seek       races: what fails without one does not count
//   minimise   no: what failed is told as it was found
//   debug      yes: the schedule of `replay` runs in this very process, for a debugger to stop at
//              threadlab_explorer_fails
//   output     how many bytes a check may print
//   memory     how many MB a check may allocate; 0: as many as there are
struct Options {
    std::uint32_t schedules = 400;
    arena::String strategy = "auto";
    std::optional<std::uint32_t> preemptions;
    std::uint64_t seed = 1;
    bool time_is_free = true;
    int cores = 0;
    bool one_process = true;
    bool may_fork = false;
    int record = 2;
    bool replay = false;
    bool minimises = true;
    bool in_debugger = false;
    bool races_only = false;
    long most_printed = 64L * 1024;
    std::size_t most_megabytes = 0;
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
