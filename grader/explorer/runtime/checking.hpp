// What is different where the program is a harness that runs a check: it begins late, what it came
// to is on the board, and the submission may neither end it early nor answer in its place.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"
#include "explorer/runtime/options.hpp"

#include <array>
#include <cstdint>

namespace threadlab::explorer {

// What the schedules came to. In lasting memory: whoever runs a schedule adds to it.
struct Conclusions {
    std::uint32_t without_race = 0; // where only races count: schedules that failed without one
    // What was measured, name by name, in each schedule that ended well: each outcome once.
    arena::Vector<arena::Vector<Measure>> measured;
    bool nothing_printed = false; // by the schedule that ran last, as far as it is known
    bool prints = false;          // some schedule has
};

struct Checking {
    Options options;
    std::array<char, 128> nonce{}; // in the supervisor only
    int printed = -1;              // the descriptor of what the schedule that runs has printed
    int most_threads = 64;         // beside the main thread
    Conclusions* conclusions = nullptr;
};

// Null: the program is no check. Global, as the functions that a program calls have no argument
// that could carry it.
extern Checking* checking;

// ---- in the supervisor ----

// Before the first schedule, with lasting memory.
void begin_conclusions();

// The check itself was found to be no good: the record says so, and the process ends.
void leave_if_check_is_faulty(const Board& board);

// How a child ended that said nothing. False: not a case of this.
bool judge_early_end(Board& board, int wait_status);

// Whether one of the schedules that were not followed in full may have printed more than it may.
// From then on they are asked one by one.
bool may_have_printed_too_much();

// The schedule that ran last is the one that is told: what it printed goes to standard output.
void show_printed();

// The lines of the record that only a check has.
arena::String check_lines(const Board& board);

// What the program must not do is done before any schedule began: the record says so, and the
// process ends.
[[noreturn]] void forbidden_before_begin(const char* what);

// ---- in whatever process runs schedules ----

// Before each schedule: nothing was printed yet.
void forget_printed();

// Whether the schedule that runs has printed anything so far.
bool has_printed();

// After each schedule: what the check came to is part of the verdict.
void conclude_check(Board& board);

// ---- in a child ----

// Gives up what only the supervisor may have.
void become_schedule();

// The submission ends the process, or the calling thread: fails the schedule, if the check has not
// ended or runs in that thread.
void refuse_early_end(int status, std::uintptr_t pc);
void refuse_thread_exit(std::uintptr_t pc);

// The check has ended: fails the schedule if the way to tell its result was closed meanwhile, as it
// would have been natively.
void conclude_schedule();

// Whether the limit on threads turns down one more; counts it then.
bool refuses_thread();

} // namespace threadlab::explorer
