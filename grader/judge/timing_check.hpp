// Kind timing: the optimised build on the wall clock, as a ratio to the checks' own baseline.
#pragma once

#include "judge/bench.hpp"
#include "judge/finding.hpp"

namespace threadlab::judge {

// The finding carries its figure in `timing`. To be run while nothing else of ours is running.
Finding judge_timing(const Bench& bench, const course::Check& check);

} // namespace threadlab::judge
