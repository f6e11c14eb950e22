// Kind virtual: schedules of the explorer in simulated time -> a finding, in exact figures.
#pragma once

#include "judge/bench.hpp"
#include "judge/finding.hpp"

namespace threadlab::judge {

// A threshold must hold in every schedule.
Finding judge_virtual(const Bench& bench, const course::Check& check);

} // namespace threadlab::judge
