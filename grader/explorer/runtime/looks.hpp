// What a thread looked at before it waited.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"

#include <cstdint>

namespace threadlab::explorer {

using Index = std::uint32_t; // of a recorded step

inline bool is_of(const Step& step, ThreadId thread, Does does) {
    return step.thread == thread && step.operation.does == does;
}

// The last step before `end` that is the thread's and does so; `end` if there is none.
Index last_before(const Board& board, Index end, ThreadId thread, Does does);

// What the thread that takes the step `wait` has read since it took a lock: the condition, as it
// was then. The last read comes first.
arena::Vector<const Step*> looks_before(const Board& board, Index wait);

// Whether, when the step `at` was taken, the same was there as `look` had read.
bool is_unchanged(const Board& board, const Step& look, Index at);

// Whether something of it is different when the step `at` is taken from what the thread, which
// began to wait with the step `wait`, had seen of it or made of it. Two addresses that were the
// same and are the same are no difference: a queue that is empty once more is as it was.
bool have_changed(const Board& board, const arena::Vector<const Step*>& looks, Index wait,
                  Index at);

// Whether the last signal of the condition variable that came before the wait told of something
// that the signalling thread had changed under its lock.
bool had_news(const Board& board, Index wait);

// Whether it did, and the thread has since then looked at nothing of that: not under the lock that
// it waits with, nor earlier, where it dealt with it, as who takes an item does.
bool has_not_seen_the_news(const Board& board, Index wait);

} // namespace threadlab::explorer
