// Who goes round in circles, and how.
#pragma once

#include "explorer/runtime/board.hpp"

namespace threadlab::explorer {

// The schedule on the board has ended as a livelock: its threads, taking fair turns, did nothing
// new for a long time. Where it was no keeping each other from going on, it gets its own diagnosis:
// self-deadlock (a thread tries to lock what it has locked itself), polling (waits that end by
// their time limits) or busy-wait (a thread alone tries again and again to lock, and holds no lock
// meanwhile, or yields again and again and tries to lock nothing).
void name_livelock(Board& board);

} // namespace threadlab::explorer
