// What the processes of one check know of each other: shared memory that is made before any of
// them. For exercises that allow processes; elsewhere there is none.
#pragma once

#include "harness/processes/origins.hpp"
#include "harness/record.hpp"

#include <array>
#include <atomic>
#include <sys/types.h>

namespace threadlab::harness {

// Why nothing moved any more, as seen from outside.
enum class Standstill { none, private_lock, deadlock, full_pipe, open_pipe, unknown };

// A stack of some process, by which its line is found.
struct ProcessTrace {
    static constexpr int max_frames = 32;
    std::atomic<bool> ready{false};
    pid_t pid = 0;
    int count = 0;
    std::array<void*, max_frames> addresses{};
    void* exact = nullptr; // where a signal struck: not a return address
};

struct Ledger {
    pid_t supervisor = 0;
    std::atomic<pid_t> owner{0}; // the process that runs the check, and alone may report

    // What everybody who waits with patience sleeps on; it changes with everything.
    std::atomic<int> event{0};
    std::atomic<int> patient{0};       // how many wait who would rather give up than for ever
    std::atomic<bool> given_up{false}; // they need not wait any longer
    std::atomic<Standstill> standstill{Standstill::none};

    std::atomic<int> started{0}; // processes, by anybody
    std::atomic<int> nested{0};  // those of them that the owner did not start itself
    std::atomic<int> strays{0};  // processes that came out of the submission's code
    std::atomic<int> kills_of_everybody{0};
    std::atomic<bool> made_forbidden_call{false}; // a child, which was ended for it
    std::atomic<long> reaped_microseconds{0};     // CPU time of orphans

    // What is made to go wrong.
    std::atomic<int> refuse_fork{0};              // the how manieth from now on; 0: none
    std::array<std::atomic<bool>, 3> interrupt{}; // by Interruptible: the next such call
    std::atomic<bool> pieces{false};

    std::atomic<bool> waits_by_library{false};
    std::atomic<bool> private_lock{false};

    Origins origins;

    static constexpr int max_traces = 64;
    std::array<ProcessTrace, max_traces> traces;
    std::atomic<int> traces_used{0};
};

// Null where processes are not looked after.
extern Ledger* ledger;

// If LAB_PROCESSES is set: takes it from the environment and forks. The parent becomes supervisor
// and subreaper: it reaps orphans, sees when nothing moves any more, ends all that is left when the
// check's process ends, and then ends as that did. The child returns, the owner of the check. To be
// called first.
void supervise_processes();

// Whether the caller is another process than the check's, made by fork; or, where processes are
// looked after, the check's own.
bool is_foreign_process();
bool is_owner();

// Puts the caller's stack where the owner finds it. `exact`: where a signal struck, or null.
void leave_trace(void* exact);

// A process that has come out of the submission's code, and may not go on. Ends it.
[[noreturn]] void end_stray();

// The failure that the standstill amounts to.
Failure standstill_failure();

// The failure of an owner that has ended itself, if that is a mistake about processes; else one
// without a code.
Failure ended_owner_failure();

// Wakes all who wait with patience.
void announce_event();

} // namespace threadlab::harness
