// What a failing schedule shows of why it fails.
#pragma once

#include "explorer/runtime/findings.hpp"

namespace threadlab::explorer {

// The schedule on the board has failed, and was minimised. Where it shows a mistake of which its
// failure is only the consequence, that becomes its diagnosis: a sleep that had to be long enough
// (sleep-as-sync), or a thread that went on after a wait without what it had waited for
// (wait-without-loop). A livelock gets its own name, as in livelock.hpp.
void blame_the_cause(Board& board, const Findings& findings);

} // namespace threadlab::explorer
