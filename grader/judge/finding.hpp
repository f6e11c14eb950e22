// What running one check came to.
#pragma once

#include "scorecard/scorecard.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace threadlab::judge {

using Measures = std::vector<std::pair<std::string, double>>;

// The figure that was recorded first under `name`; nothing if none was, or one that is no number.
std::optional<double> find_measure(const Measures& measures, const std::string& name);

// A CheckResult without what the manifest already says, and without points.
struct Finding {
    scorecard::CheckStatus status = scorecard::CheckStatus::passed;
    std::string reason;    // skipped, ungraded
    std::string diagnosis; // failed, and so on: see scorecard::CheckResult
    std::string at;
    std::string message;
    unsigned schedules = 0; // how many the explorer ran
    std::string claim;
    std::string figure; // passed: what the check shows of a lecture's example
    std::vector<scorecard::Step> steps;
    std::vector<std::string> also;
    std::vector<std::string> notes;
    std::string replay;
    std::string printed; // what the submission printed while it failed
    std::optional<scorecard::TimingFigure> timing;
    // What the check recorded, by name; where there were many runs, each outcome once.
    std::vector<Measures> measured;
};

// The diagnosis of that code; what a check's author or a forged record made up is an expectation
// that was not met: wrong-result.
std::string known_diagnosis(const std::string& code);

Finding passed();
Finding failed(std::string diagnosis, std::string message, std::string at = "");
Finding skipped(std::string reason);
Finding ungraded(std::string reason);

} // namespace threadlab::judge
