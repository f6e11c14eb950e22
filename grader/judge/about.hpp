// Where a failure is told that no one line of the submission shows.
#pragma once

#include "judge/bench.hpp"
#include "judge/finding.hpp"

namespace threadlab::judge {

// `finding` of `check`; if it has failed and has no line of its own, at the line where the
// submission's function begins that the check is about. What hangs on lines as such, a data race,
// stays without one, and so does what may be done from anywhere.
Finding told_at_function(Finding finding, const Bench& bench, const course::Check& check);

} // namespace threadlab::judge
