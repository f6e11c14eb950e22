// Kind race: several runs under ThreadSanitizer -> one finding.

#include "judge/race_check.hpp"
#include "judge_bench.hpp"
#include "tsan_data.hpp"

#include <csignal>
#include <gtest/gtest.h>

namespace {

namespace harness = threadlab::harness;
namespace judge = threadlab::judge;
namespace sandbox = threadlab::sandbox;
using harness::Record;
using judge::Finding;
using threadlab::course::Kind;
using threadlab::scorecard::CheckStatus;
using threadlab::testing::ended;
using threadlab::testing::explores;
using threadlab::testing::FakeSandbox;
using threadlab::testing::found_nothing;
using threadlab::testing::in_turn;
using threadlab::testing::is_exploration;
using threadlab::testing::sends;
using threadlab::testing::TestBench;

const std::string reports_from = "clang-19";

// The harness was called "race" when the reports were collected.
std::string report(const std::string& test) {
    std::string text =
        threadlab::tests::text_of(threadlab::tests::tsan_data() / reports_from / (test + ".txt"));
    const std::string before = "(race+";
    const std::string now = "(harness+";
    for (std::size_t found = text.find(before); found != std::string::npos;
         found = text.find(before, found + now.size()))
        text.replace(found, before.size(), now);
    return text;
}

std::string at_line(int line) {
    return "threading.cpp:" + std::to_string(line);
}

std::string at(const std::string& line) {
    return "threading.cpp:" + std::to_string(threadlab::tests::line_of(line));
}

// What the real symbolizer said of the addresses in all the reports.
sandbox::Outcome look_up(const sandbox::Command& command) {
    std::string module = command.files.front().host.filename().string();
    if (module == "harness")
        module = "race";
    return ended(sandbox::Exited{0}, threadlab::tests::text_of(threadlab::tests::tsan_data() /
                                                               reports_from / (module + ".json")));
}

// Runs of the harness end as `runs` say, in turn.
FakeSandbox::Answer script(std::vector<FakeSandbox::Answer> runs,
                           const FakeSandbox::Answer& lookup = look_up) {
    return [run = in_turn(std::move(runs)), lookup](const sandbox::Command& command) {
        if (is_exploration(command))
            return explores(found_nothing)(command);
        return command.argv[0] == "./harness" ? run(command) : lookup(command);
    };
}

FakeSandbox::Answer clean() {
    return sends({});
}

FakeSandbox::Answer reporting(const std::string& test) {
    return sends({}, sandbox::Exited{0}, report(test));
}

threadlab::course::Check check_with(int repeats) {
    auto check = threadlab::testing::check_of("no-race", Kind::race);
    check.repeats = repeats;
    return check;
}

struct Judged {
    Finding finding;
    std::size_t runs = 0;
};

Judged judged(std::vector<FakeSandbox::Answer> runs, FakeSandbox::Answer lookup = look_up) {
    const auto repeats = static_cast<int>(runs.size());
    TestBench bench(script(std::move(runs), std::move(lookup)));
    Finding finding = judge::judge_race(bench.bench(), check_with(repeats));
    return {std::move(finding), bench.runs().size()};
}

TEST(RaceCheck, PassesWhenEveryRunWasClean) {
    const auto [finding, runs] = judged({clean(), clean(), clean(), clean(), clean()});
    EXPECT_EQ(finding.status, CheckStatus::passed);
    EXPECT_EQ(runs, 5U);
}

TEST(RaceCheck, FailsWhenOneRunOfManyShowsARace) {
    for (std::size_t racy = 0; racy < 4; ++racy) {
        std::vector<FakeSandbox::Answer> runs(4, clean());
        runs[racy] = reporting("race_int");
        const auto [finding, count] = judged(runs);
        EXPECT_EQ(finding.diagnosis, "data-race") << racy;
        EXPECT_EQ(finding.at, at("            ++counter;")) << racy;
        ASSERT_EQ(finding.steps.size(), 2U) << racy;
        EXPECT_EQ(count, 4U) << racy;
    }
}

TEST(RaceCheck, SaysTheSameWhicheverRunSawWhat) {
    const Finding one = judged({reporting("race_int"), clean(), reporting("race_vector")}).finding;
    const Finding other =
        judged({reporting("race_vector"), reporting("race_int"), reporting("race_int")}).finding;
    EXPECT_EQ(one.at, other.at);
    EXPECT_EQ(one.message, other.message);
    EXPECT_EQ(one.steps, other.steps);
    EXPECT_EQ(one.also, other.also);
}

TEST(RaceCheck, CollectsTheDiagnosesOfAllRuns) {
    const Finding finding = judged({reporting("thread_leak"), reporting("race_int")}).finding;
    EXPECT_EQ(finding.diagnosis, "data-race");
    EXPECT_EQ(finding.also, std::vector<std::string>{"leaked-thread"});
}

TEST(RaceCheck, StopsAtARunThatIsStuck) {
    const std::vector<std::pair<sandbox::Ending, std::string>> endings{
        {sandbox::LimitReached{sandbox::Limit::wall}, "hang"},
        {sandbox::LimitReached{sandbox::Limit::cpu}, "time-limit"},
        {sandbox::Signalled{SIGSEGV}, "crash"},
    };
    for (const auto& [ending, diagnosis] : endings) {
        const auto stuck = [&](const sandbox::Command&) { return ended(ending); };
        const auto [finding, runs] = judged({clean(), stuck, clean(), clean()});
        EXPECT_EQ(finding.diagnosis, diagnosis);
        EXPECT_EQ(runs, 2U) << diagnosis;
    }
}

TEST(RaceCheck, PutsARaceBeforeWhatMayFollowFromIt) {
    Record wrong;
    wrong.failures = {{"wrong-result", "expected 10"}};
    EXPECT_EQ(judged({sends(wrong, sandbox::Exited{0}, report("race_int"))}).finding.diagnosis,
              "data-race");
    EXPECT_EQ(judged({sends(wrong), clean()}).finding.diagnosis, "wrong-result");
}

TEST(RaceCheck, TurnsALockOrderReportIntoAdvice) {
    const Finding finding = judged({reporting("lock_order"), clean()}).finding;
    EXPECT_EQ(finding.status, CheckStatus::passed);
    EXPECT_EQ(finding.notes.size(), 1U);
}

TEST(RaceCheck, LetsPassWhatThreadSanitizerReportsOfCorrectCode) {
    for (const char* test : {"exception_own_type", "exception_ptr_shared", "exception_in_task",
                             "atomic_shared_ptr_busy"})
        EXPECT_EQ(judged({reporting(test)}).finding.status, CheckStatus::passed) << test;
}

TEST(RaceCheck, IsUngradedWhenTheMachineFails) {
    const auto fault = [](const sandbox::Command&) {
        return ended(sandbox::MachineFault{"no box"});
    };
    const Finding no_run = judged({fault}).finding;
    EXPECT_EQ(no_run.status, CheckStatus::ungraded);
    EXPECT_EQ(no_run.reason, "no box");
    const Finding no_lookup = judged({reporting("race_int")}, fault).finding;
    EXPECT_EQ(no_lookup.status, CheckStatus::ungraded);
    EXPECT_EQ(no_lookup.reason, "no box");
}

TEST(RaceCheck, FailsARaceWhoseLinesCannotBeLookedUp) {
    const auto nothing = [](const sandbox::Command&) { return ended(sandbox::Signalled{SIGSEGV}); };
    const Finding finding = judged({reporting("race_int")}, nothing).finding;
    EXPECT_EQ(finding.diagnosis, "data-race");
    EXPECT_EQ(finding.at, "");
}

TEST(RaceCheck, LeavesFencesToTheExplorerAlone) {
    TestBench bench(script({reporting("race_int")}));
    bench.submission.text = "std::atomic_thread_fence(std::memory_order_seq_cst);";
    const Finding finding = judge::judge_race(bench.bench(), check_with(1));
    EXPECT_EQ(finding.status, CheckStatus::passed);
    EXPECT_EQ(finding.schedules, 100U);
    EXPECT_TRUE(bench.runs().empty());
}

// The explorer's answer to this race, and what the symbolizer says of it.
constexpr const char* found_race = "status\tfailed\nschedules\t3\nthreads\t3\nsteps\t20\n"
                                   "refused\t0\n"
                                   "race\t1\twrite\t1000\tsubmission.so+11\n"
                                   "race-with\t2\tread\t1000\tsubmission.so+21\n"
                                   "hash\t1\nreplay\t3t2\n";
constexpr const char* found_places =
    R"([{"Address":"0x10","Symbol":[{"FileName":"threading.cpp","Line":7}]},)"
    R"({"Address":"0x20","Symbol":[{"FileName":"threading.cpp","Line":9}]}])";

TEST(RaceCheck, TellsARaceThatTheExplorerSeesAsTheExplorerDoes) {
    TestBench bench([](const sandbox::Command& command) {
        return is_exploration(command) ? explores(found_race)(command)
                                       : ended(sandbox::Exited{0}, found_places);
    });
    bench.submission.text = std::string(8, '\n');
    const Finding finding = judge::judge_race(bench.bench(), check_with(5));
    EXPECT_EQ(finding.diagnosis, "data-race");
    EXPECT_EQ(finding.at, at_line(7));
    EXPECT_TRUE(finding.replay.starts_with("01-threading/no-race@r1-")) << finding.replay;
    EXPECT_TRUE(finding.replay.ends_with("-3t2")) << finding.replay;
    EXPECT_TRUE(bench.runs().empty());
}

TEST(RaceCheck, AsksTheExplorerForRacesOnly) {
    TestBench bench(script({clean()}));
    judge::judge_race(bench.bench(), check_with(1));
    const auto explorations = bench.explorations();
    ASSERT_EQ(explorations.size(), 1U);
    const std::string& options = explorations[0].command.environment.back();
    EXPECT_NE(options.find("seek=races"), std::string::npos) << options;
}

TEST(RaceCheck, RunsTheInstrumentedObjectsWithRoomForThreadSanitizer) {
    TestBench bench(script({clean()}));
    auto check = check_with(1);
    check.limits = {.seconds = 2, .memory_mb = 100};
    judge::judge_race(bench.bench(), check);
    const auto [command, limits] = bench.runs().at(0);
    EXPECT_EQ(command.files[0].host, "/kit/race/harness");
    EXPECT_EQ(command.files[1].host, "/built/race/submission.so");
    EXPECT_EQ(command.files[2].host, "/kit/checks-race.so");
    EXPECT_GE(limits.cpu_seconds, 2 * 5);
    EXPECT_GE(limits.memory_bytes, std::int64_t{400} << 20);
    const std::string& options = command.environment.back();
    EXPECT_EQ(options.rfind("TSAN_OPTIONS=", 0), 0U);
    EXPECT_NE(options.find(":exitcode=66"), std::string::npos);
}

TEST(RaceCheck, TakesTheExitStatusOfAReportThatDoesNotCountForAGoodEnd) {
    const auto reported = [](const sandbox::Command& command) {
        sandbox::Outcome outcome = reporting("exception_own_type")(command);
        outcome.report.insert(0, threadlab::harness::race_started);
        outcome.ending = sandbox::Exited{66};
        return outcome;
    };
    EXPECT_EQ(judged({reported}).finding.status, CheckStatus::passed);
}

TEST(RaceCheck, FailsARunWhoseReportWasLost) {
    const auto silenced = [](const sandbox::Command& command) {
        sandbox::Outcome outcome = clean()(command);
        outcome.report = threadlab::harness::race_started;
        outcome.ending = sandbox::Exited{66};
        return outcome;
    };
    EXPECT_EQ(judged({silenced}).finding.diagnosis, "data-race");
}

TEST(RaceCheck, IsUngradedWhenThreadSanitizerItselfBreaksDown) {
    const auto broken = [](const sandbox::Command&) {
        sandbox::Outcome outcome = ended(sandbox::Exited{66});
        outcome.report = "FATAL: ThreadSanitizer: unexpected memory mapping\n";
        return outcome;
    };
    EXPECT_EQ(judged({broken}).finding.status, CheckStatus::ungraded);
}

TEST(RaceCheck, LooksUpTheSubmissionTheHarnessAndTheLibrary) {
    TestBench bench(script({reporting("exception_own_type")}));
    judge::judge_race(bench.bench(), check_with(1));
    std::vector<std::string> objects;
    for (const auto& request : bench.lookups())
        objects.push_back(request.command.files.front().host.filename());
    EXPECT_NE(std::find(objects.begin(), objects.end(), "submission.so"), objects.end());
    EXPECT_NE(std::find(objects.begin(), objects.end(), "libstdc++.so.6"), objects.end());
}

} // namespace
