// Findings -> a scorecard's checks and points.
#pragma once

#include "course/course.hpp"
#include "judge/finding.hpp"
#include "scorecard/scorecard.hpp"

#include <string>
#include <vector>

namespace threadlab::judge {

// `findings[i]` belongs to `exercise.checks[i]`. Timing checks without points appear in `run`
// alone, as their outcome is no part of the grade. A forged result takes all points.
scorecard::Scorecard tally(const course::Exercise& exercise, std::vector<Finding> findings);

// Nothing could be run, by the submission's own fault.
scorecard::Scorecard tally_unbuilt(const course::Exercise& exercise,
                                   const scorecard::Verdict& verdict);

// Nothing was run, as the submission uses what it may not.
scorecard::Scorecard tally_rejected(const course::Exercise& exercise,
                                    const scorecard::Verdict& verdict);

// Nothing could be run, by the machine's fault: no check counts.
scorecard::Scorecard tally_ungraded(const course::Exercise& exercise, const std::string& why);

} // namespace threadlab::judge
