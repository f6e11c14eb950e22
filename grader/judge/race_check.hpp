// Kind race: the check under the explorer's schedules, and under ThreadSanitizer, repeated.
#pragma once

#include "judge/bench.hpp"
#include "judge/finding.hpp"

namespace threadlab::judge {

// A race that the explorer sees is told as it tells it. ThreadSanitizer sees a race in most runs,
// not in all: the check is run `check.repeats` times, and what any run saw counts.
Finding judge_race(const Bench& bench, const course::Check& check);

} // namespace threadlab::judge
