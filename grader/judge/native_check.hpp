// Kind native: one run of the optimised build -> a finding. The other kinds use its reading of how
// a run ended.
#pragma once

#include "judge/bench.hpp"
#include "judge/finding.hpp"

namespace threadlab::judge {

Finding judge_native(const Bench& bench, const course::Check& check);

// It wrote to a descriptor that the harness keeps open for nobody.
Finding wrote_where_results_go();

// What one run, of whichever variant, says of the submission. `object` is what was loaded, for
// looking lines up in.
Finding read_run(const Bench& bench, const course::Check& check, const HarnessRun& run,
                 const std::filesystem::path& object);

} // namespace threadlab::judge
