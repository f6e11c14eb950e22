// All ThreadSanitizer reports of a check's repeated runs -> at most one finding, the same whichever
// run reported what, in whichever order.
#pragma once

#include "judge/fences.hpp"
#include "judge/race_access.hpp"
#include "scorecard/scorecard.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::judge {

struct RaceFinding {
    std::string diagnosis;              // data-race, dangling, self-deadlock, misuse, leaked-thread
    std::string at;                     // "threading.cpp:14", the lowest line; empty if unknown
    std::string message;                // one sentence, no full stop
    std::vector<scorecard::Step> steps; // both accesses, lowest line first
    std::vector<std::string> also;      // the diagnoses of further findings
};

struct RaceVerdict {
    std::optional<RaceFinding> finding;
    std::vector<std::string> notes; // lock order: advice that costs nothing
    int not_counted = 0; // reports about library code alone, and known false ones; for logs
};

// `reports`: of all runs together. `places`: of the submission's object at least; known false
// reports and freed memory are recognised only if the harness's own program and the C++ library are
// looked up too. `rank` orders diagnoses, root causes first: scorecard::rank.
RaceVerdict judge_races(const std::vector<TsanReport>& reports, const Places& places,
                        const RaceNames& names,
                        const std::function<std::size_t(std::string_view)>& rank);

} // namespace threadlab::judge
