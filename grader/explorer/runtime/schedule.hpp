// One schedule: the program from its beginning to its end, under one plan.
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

// Leaves the calling thread's stack as it stands, for schedules to begin from, and goes on with
// supervisor(argument), which must not return, on another one. Returns where a schedule begins,
// once for each.
void become_home(void (*supervisor)(const void*), const void* argument);

// Once in each process that runs a schedule: signal handlers, limits, where output goes.
void prepare_process(const Options& options);

// After that, in a process that runs several schedules, with up to `threads` threads each; those
// that have more end the process. Each begins with everything writable as it is now; or, if
// `with_beginning`, the first one runs until its first choice is due, which all have in common,
// and the others go on from there.
void prepare_to_come_home(std::uint32_t threads, bool with_beginning);
// Between two schedules: puts everything back. False if that cannot be done: the process has to
// end.
bool put_everything_back(const Board& board);

// If the address only waits to be written to, so that it can be put back, makes that possible and
// returns true.
bool open_memory(std::uintptr_t address);
// A system call is about to write to that memory.
void will_be_written(void* memory, std::size_t bytes);
// In a process that runs several schedules: this one forks, so that it needs a process of its own.
[[noreturn]] void leave_for_process_of_own();

// The schedule changes something that is not memory: it is the last one of its process.
void cannot_be_put_back();
// Closes the pipes and eventfds that the schedule made and left open.
void close_what_is_left();

// The engine's: the first choice is due. Returns when it has been told whom to follow.
void come_to_first_choice();

// Runs the program under that plan. In a process that runs several, returns when the schedule is
// over, with its result on the board; any other process ends then, and so does one whose program is
// struck down by a signal.
void run_schedule(Board& board, const Plan& plan, const Options& options);

// The schedule is over.
[[noreturn]] void leave_schedule();

// Whether another one follows in this process then; and that none does: a signal handler knows no
// way back.
bool comes_home();
void leave_process_with_schedule();

} // namespace threadlab::explorer
