// Runs schedules, each in a child process of its own, and reports what they came to.
#pragma once

#include "explorer/runtime/options.hpp"

namespace threadlab::explorer {

// Called once, before the program begins; `options` outlive it. Returns in each child, which then
// runs the program as one schedule; the supervisor itself ends the process when it is done, with
// status 0 if nothing was found, 1 if something was, 3 if it could not do its work.
void supervise(const Options& options);

} // namespace threadlab::explorer
