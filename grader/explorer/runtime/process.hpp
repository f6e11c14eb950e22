// The processes of one schedule. Each is a real one; the one engine, in memory that all of them
// share, decides which thread of which process goes on. The others sleep in the kernel until they
// are called.
#pragma once

#include "explorer/runtime/board.hpp"
#include "explorer/runtime/operation.hpp"

#include <cstdint>

namespace threadlab::explorer {

// What a process that sleeps is woken for.
enum class Call : std::uint32_t {
    none,
    go_on,  // one of its threads is the one to run
    look,   // somebody wants to know which of its threads can go on
    looked, // the answer to that is there
};

struct Thread;

struct Process {
    ThreadId number = 0;  // its first thread's; 0: the one that the schedule began in
    ThreadId parent = -1; // the number of who waits for it; -1: nobody
    int real = 0;         // what the kernel calls it
    Call call = Call::none;

    bool ended = false;
    bool collected = false; // its parent knows
    int status = 0;         // as wait() gives it

    // Signals, a bit each.
    std::uint64_t ignored = 0;
    std::uint64_t handled = 0;
};

// The one that this is. Null as long as there is no schedule. Global, because every look at another
// thread asks for it; hidden, as that makes it quick to find.
extern constinit Process* here [[gnu::visibility("hidden")]];

// The same number in every run.
constexpr int first_pid = 1000;
inline int pid_of(const Process& process) {
    return first_pid + process.number;
}

void call(Process& process, Call call);
// Sleeps until somebody calls this one. `is_lost` is asked now and then, while nobody does.
Call next_call(bool (*is_lost)());

// What becomes of the locks that a thread held whose process is no more.
void abandon_locks(const Thread& thread);

// A process that comes of a fork has its parent's descriptors.
void inherit_descriptors(const Process& process);

// Closes all of the calling process's descriptors, as its end does.
void release_descriptors();

// Ends what other processes the schedule has left, from outside.
void end_processes(Board& board);

} // namespace threadlab::explorer
