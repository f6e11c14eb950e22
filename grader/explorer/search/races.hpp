// The races of a schedule: pairs of steps that could have come in the other order.
#pragma once

#include "explorer/detect/vector_clock.hpp"
#include "explorer/runtime/arena.hpp"
#include "explorer/search/search_log.hpp"

#include <cstddef>

namespace threadlab::explorer {

// Two steps of different threads that depend on each other, with nothing in between that orders
// them: to see the other order, the first is not to be taken where it was, and one of `starts` is.
struct Race {
    std::size_t step = 0;           // the first of the two, by its place in the schedule
    ThreadId later = 0;             // the thread of the other one
    arena::Vector<ThreadId> starts; // the initials of what comes between them and does not depend
                                    // on the first: Abdulla et al.'s I(v)
};

// The races of the schedule whose second step is at `from` or behind it, or was never taken: a
// thread that waits at the end may have been able to go on earlier.
//
// Happens-before is the smallest order that holds each thread's steps, and those that conflict,
// as they came. Where the thread of the second step could not have gone on in place of the first,
// and nothing else that it depends on was left to do, there is no other order, and no race.
arena::Vector<Race> find_races(const SearchLog& log, std::size_t from);

} // namespace threadlab::explorer
