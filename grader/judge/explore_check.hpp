// Kind explore: many schedules of the explorer -> a finding.
#pragma once

#include "judge/bench.hpp"
#include "judge/finding.hpp"

namespace threadlab::judge {

Finding judge_explore(const Bench& bench, const course::Check& check);

} // namespace threadlab::judge
