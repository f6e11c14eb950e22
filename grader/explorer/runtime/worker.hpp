// Many schedules, one after another, in one process: as clean as a process for each, and much
// faster.
#pragma once

#include "explorer/runtime/campaign.hpp"

namespace threadlab::explorer {

// Runs the schedules that come next in a child, until one has found something, all that were asked
// for have been run, or the child cannot go on. What came of the last one is on the board then, not
// noted in the campaign yet; false if that was noted, too.
bool run_worker(Campaign& campaign);

} // namespace threadlab::explorer
