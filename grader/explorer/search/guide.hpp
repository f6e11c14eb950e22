// What a schedule of an exhaustive search is told.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/search/search_log.hpp"

namespace threadlab::explorer {

// A thread that must not be chosen before somebody takes a step that conflicts with its own: what
// begins with it has been seen. (Sleep sets: Godefroid, "Partial-Order Methods for the Verification
// of Concurrent Systems", LNCS 1032, 1996.)
struct Sleeper {
    ThreadId thread = 0;
    arena::Vector<Touch> touches; // of its step, in all schedules in which it was taken
};

struct Guide {
    arena::Vector<ThreadId> threads; // who takes the first steps
    arena::Vector<int> outcomes;     // of the first chances
    arena::Vector<Sleeper> sleepers; // before the last of the first steps
};

// Wakes whoever's step conflicts with that step of the log.
void wake(arena::Vector<Sleeper>& sleepers, const SearchLog& log, std::size_t step);

bool sleeps(const arena::Vector<Sleeper>& sleepers, ThreadId thread);

} // namespace threadlab::explorer
