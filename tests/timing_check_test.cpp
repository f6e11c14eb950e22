// Kind timing: two measures of one run -> a ratio, or why there is none.

#include "judge/timing_check.hpp"
#include "judge_bench.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace {

namespace harness = threadlab::harness;
namespace judge = threadlab::judge;
namespace sandbox = threadlab::sandbox;
using judge::Finding;
using threadlab::scorecard::CheckStatus;
using threadlab::testing::sends;
using threadlab::testing::TestBench;
using Measures = std::vector<std::pair<std::string, double>>;

threadlab::course::Check check_with(std::optional<int> cores) {
    auto check = threadlab::testing::check_of("fast", threadlab::course::Kind::timing);
    check.threshold = {"threaded", "serial", 0.5};
    check.cores = cores;
    return check;
}

Finding judged(const Measures& measures, std::optional<int> cores = std::nullopt) {
    harness::Record record;
    record.measures = measures;
    TestBench bench(sends(record));
    return judge::judge_timing(bench.bench(), check_with(cores));
}

struct Row {
    const char* name;
    Measures measures;
    std::optional<int> cores;
    CheckStatus status;
};

TEST(TimingCheck, ComparesTheRatioWithTheThreshold) {
    const auto passed = CheckStatus::passed;
    const auto failed = CheckStatus::failed;
    const auto ungraded = CheckStatus::ungraded;
    for (const Row& row : {
             Row{"well below", {{"threaded", 1}, {"serial", 10}}, {}, passed},
             Row{"just at it", {{"threaded", 5}, {"serial", 10}}, {}, passed},
             Row{"above", {{"threaded", 6}, {"serial", 10}}, {}, failed},
             Row{"nothing measured", {}, {}, ungraded},
             Row{"no baseline", {{"threaded", 1}}, {}, ungraded},
             Row{"only the baseline", {{"serial", 1}}, {}, ungraded},
             Row{"a baseline of nothing", {{"threaded", 1}, {"serial", 0}}, {}, ungraded},
             Row{"no number", {{"threaded", NAN}, {"serial", 1}}, {}, ungraded},
             Row{"no number below", {{"threaded", 1}, {"serial", NAN}}, {}, ungraded},
             Row{"a baseline without end", {{"threaded", 1}, {"serial", INFINITY}}, {}, ungraded},
             Row{"two cores, as it must be",
                 {{"threaded", 1}, {"serial", 2}, {"calibration", 1.9}},
                 2,
                 passed},
             Row{"two cores, too slow",
                 {{"threaded", 2}, {"serial", 2}, {"calibration", 1.4}},
                 2,
                 failed},
             Row{"one core in use by others",
                 {{"threaded", 2}, {"serial", 2}, {"calibration", 1.3}},
                 2,
                 ungraded},
             Row{"fast though others are busy",
                 {{"threaded", 1}, {"serial", 2}, {"calibration", 1.1}},
                 2,
                 ungraded},
             Row{"not calibrated", {{"threaded", 1}, {"serial", 2}}, 2, ungraded},
             Row{"calibration is no number",
                 {{"threaded", 1}, {"serial", 2}, {"calibration", NAN}},
                 2,
                 ungraded},
         }) {
        const Finding finding = judged(row.measures, row.cores);
        EXPECT_EQ(to_string(finding.status), to_string(row.status)) << row.name;
        ASSERT_TRUE(finding.timing) << row.name;
        EXPECT_EQ(finding.timing->status, row.status) << row.name;
        EXPECT_EQ(finding.timing->reason.empty(), row.status == passed) << row.name;
    }
}

TEST(TimingCheck, KeepsTheFiguresOfTheRun) {
    const Finding finding = judged({{"threaded", 6}, {"serial", 10}});
    EXPECT_EQ(finding.diagnosis, "too-slow");
    EXPECT_EQ(finding.message, "it took 0.60 of the time of serial; at most 0.5 was expected");
    const auto& figure = finding.timing.value();
    EXPECT_EQ(figure.check, "fast");
    EXPECT_EQ(figure.says, "it does what fast says");
    EXPECT_EQ(figure.of, "threaded");
    EXPECT_EQ(figure.to, "serial");
    EXPECT_EQ(figure.seconds_of, 6);
    EXPECT_EQ(figure.seconds_to, 10);
    EXPECT_EQ(figure.ratio, 0.6);
    EXPECT_EQ(figure.at_most, 0.5);
    EXPECT_EQ(figure.reason, finding.message);
}

TEST(TimingCheck, SaysWhatTheMachineGaveWhenItCannotTell) {
    EXPECT_EQ(judged({{"threaded", 1}, {"serial", 2}, {"calibration", 1.01}}, 2).reason,
              "this machine had no 2 cores to spare: they gave 1.01 times the speed of one");
    EXPECT_EQ(judged({{"threaded", 1}}).reason, "the check recorded no threaded or no serial");
}

TEST(TimingCheck, FailsAsAnyCheckDoesBeforeItMeasures) {
    harness::Record wrong;
    wrong.failures = {{"wrong-result", "expected 4"}};
    wrong.measures = {{"threaded", 1}, {"serial", 10}};
    TestBench bench(sends(wrong));
    const Finding finding = judge::judge_timing(bench.bench(), check_with({}));
    EXPECT_EQ(finding.diagnosis, "wrong-result");
    EXPECT_EQ(finding.timing->ratio, 0);
    TestBench starved(sends(wrong, sandbox::Starved{}));
    EXPECT_EQ(judge::judge_timing(starved.bench(), check_with({})).status, CheckStatus::ungraded);
}

} // namespace
