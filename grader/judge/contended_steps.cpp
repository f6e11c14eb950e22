#include "judge/contended_steps.hpp"

#include <algorithm>
#include <map>

namespace threadlab::judge {
namespace {

// How many steps of each thread have to come first. Fidge's and Mattern's vector clocks, of which
// only creating and joining threads, or processes, move time from one to the other.
using Clock = std::map<int, unsigned>;

void join(Clock& clock, const Clock& other) {
    for (const auto& [thread, steps] : other) {
        clock[thread] = std::max(clock[thread], steps);
    }
}

std::vector<Clock> clocks_of(const std::vector<ExplorerStep>& steps) {
    std::vector<Clock> clocks;
    std::map<int, Clock> threads;
    std::map<std::uint64_t, Clock> passed_on; // by threads, as objects
    for (const ExplorerStep& step : steps) {
        const std::string& does = step.spot.does;
        Clock& clock = threads[step.spot.thread];
        if (does == "begin" || does == "join") {
            join(clock, passed_on[step.spot.object]);
        }
        ++clock[step.spot.thread];
        if (does == "create" || does == "fork" || does == "exit") {
            join(passed_on[step.spot.object], clock);
        }
        clocks.push_back(clock);
    }
    return clocks;
}

bool conflict(const ExplorerStep& one, const ExplorerStep& other) {
    const auto reads = [](const ExplorerStep& step) { return step.spot.does == "read"; };
    if (one.spot.object == 0 || other.spot.object == 0 || (reads(one) && reads(other))) {
        return false;
    }
    return one.spot.object == other.spot.object ||
           (one.spot.object < other.spot.object + other.size &&
            other.spot.object < one.spot.object + one.size);
}

} // namespace

std::vector<bool> contended_steps(const std::vector<ExplorerStep>& steps) {
    const std::vector<Clock> clocks = clocks_of(steps);
    std::vector<bool> contended(steps.size());
    for (std::size_t late = 0; late < steps.size(); ++late) {
        for (std::size_t early = 0; early < late; ++early) {
            const int thread = steps[early].spot.thread;
            if (thread == steps[late].spot.thread || !conflict(steps[early], steps[late])) {
                continue;
            }
            const auto known = clocks[late].find(thread);
            if (known == clocks[late].end() || known->second < clocks[early].at(thread)) {
                contended[early] = contended[late] = true;
            }
        }
    }
    return contended;
}

} // namespace threadlab::judge
