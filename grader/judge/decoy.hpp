// Decoys: checks that no code can pass. A submission that passes one reports results of its own.
#pragma once

#include "judge/bench.hpp"
#include "judge/finding.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace threadlab::judge {

// The places of those of the exercise's checks that are run once more as decoys: of those that
// passed, one of each task and of each way to run (native; the explorer's). Which one hangs on the
// submission and on the checks, hidden ones included, so that it is the same every time, and nobody
// can know it who has not got these.
std::vector<std::size_t> choose_decoys(const Bench& bench, const std::vector<Finding>& findings);

// Runs the check as a decoy: the same process as ever, but the check fails when it has run to its
// end. Nothing if it did, or did not come to its end.
std::optional<Finding> try_decoy(const Bench& bench, const course::Check& check);

} // namespace threadlab::judge
