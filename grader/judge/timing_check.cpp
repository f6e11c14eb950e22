#include "judge/timing_check.hpp"

#include "judge/native_check.hpp"

#include <fmt/format.h>
#include <optional>

namespace threadlab::judge {

namespace {

using scorecard::CheckStatus;

// Of the speed-up that so many free cores would give, how much the machine must really give.
constexpr double calibration_share = 0.7;

Finding judge_ratio(const harness::Record& record, const course::Check& check,
                    const course::Threshold& threshold, scorecard::TimingFigure& figure) {
    const auto of = find_measure(record.measures, threshold.of);
    const auto to = find_measure(record.measures, threshold.to);
    if (!of || !to || *to <= 0) {
        return ungraded(
            fmt::format("the check recorded no {} or no {}", threshold.of, threshold.to));
    }
    figure.seconds_of = *of;
    figure.seconds_to = *to;
    figure.ratio = *of / *to;
    if (check.cores) {
        const double speed_up = find_measure(record.measures, "calibration").value_or(0);
        if (speed_up < calibration_share * *check.cores) {
            return ungraded(fmt::format("this machine had no {} cores to spare: they gave {:.2f} "
                                        "times the speed of one",
                                        *check.cores, speed_up));
        }
    }
    if (figure.ratio > threshold.at_most) {
        return failed("too-slow", fmt::format("it took {:.2f} of the time of {}; at most {:g} was "
                                              "expected",
                                              figure.ratio, threshold.to, threshold.at_most));
    }
    return passed();
}

} // namespace

Finding judge_timing(const Bench& bench, const course::Check& check) {
    scorecard::TimingFigure figure;
    figure.check = check.id;
    figure.says = check.says;
    const course::Threshold& threshold = check.threshold.value();
    figure.of = threshold.of;
    figure.to = threshold.to;
    figure.at_most = threshold.at_most;

    const HarnessRun run = run_harness(bench, check, build::Variant::native);
    Finding finding = read_run(bench, check, run, bench.built.object(build::Variant::native));
    if (finding.status == CheckStatus::passed) {
        finding = judge_ratio(*run.record, check, threshold, figure);
    }
    figure.status = finding.status;
    figure.reason = finding.status == CheckStatus::failed ? finding.message : finding.reason;
    finding.timing = figure;
    return finding;
}

} // namespace threadlab::judge
