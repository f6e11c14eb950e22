#include "judge/virtual_check.hpp"

#include "judge/explorer_run.hpp"

#include <fmt/format.h>
#include <optional>

namespace threadlab::judge {

namespace {

using scorecard::CheckStatus;

// The two figures of the schedule in which they are the furthest apart.
struct Worst {
    double of = 0;
    double to = 1;

    double ratio() const { return of / to; }
};

// Nothing, if a schedule recorded none.
std::optional<Worst> worst_of(const std::vector<Measures>& measured,
                              const course::Threshold& threshold) {
    std::optional<Worst> worst;
    for (const Measures& measures : measured) {
        const auto of = find_measure(measures, threshold.of);
        const auto to = find_measure(measures, threshold.to);
        if (!of || !to || *to <= 0) {
            return std::nullopt;
        }
        const Worst here{*of, *to};
        if (!worst || here.ratio() > worst->ratio()) {
            worst = here;
        }
    }
    return worst;
}

} // namespace

Finding judge_virtual(const Bench& bench, const course::Check& check) {
    const ExplorerRun run = run_explorer(bench, check, exploration_of(bench.exercise, check));
    Finding finding = read_explorer_run(bench, check, run);
    if (finding.status != CheckStatus::passed || !check.threshold) {
        return finding;
    }
    const course::Threshold& threshold = *check.threshold;
    const std::optional<Worst> worst = worst_of(finding.measured, threshold);
    if (!worst) {
        return ungraded(
            fmt::format("the check recorded no {} or no {}", threshold.of, threshold.to));
    }
    // Figures of time are sums of whole nanoseconds, but seconds are not.
    constexpr double rounding = 1e-9;
    if (worst->ratio() > threshold.at_most * (1 + rounding)) {
        Finding slow = failed(
            "too-slow",
            fmt::format("it took {:g} s of virtual time, {:.4g} times what {} takes ({:g} s); at "
                        "most {:g} times was expected",
                        worst->of, worst->ratio(), threshold.to, worst->to, threshold.at_most));
        slow.schedules = finding.schedules;
        return slow;
    }
    finding.claim = fmt::format("in each of {} schedules it took at most {:g} s of virtual time, "
                                "{:.4g} times what {} takes",
                                finding.schedules, worst->of, worst->ratio(), threshold.to);
    return finding;
}

} // namespace threadlab::judge
