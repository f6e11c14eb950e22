// Checks that nothing can pass: who passes one reports results of its own.

#include "judge/decoy.hpp"
#include "judge/explorer_run.hpp"
#include "judge_bench.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace threadlab;
using namespace threadlab::testing;
using course::Kind;
using harness::Ended;

// A submission that sends a record of its own, whatever it is asked.
FakeSandbox::Answer answers_itself() {
    return [](const sandbox::Command& command) {
        harness::Record record = record_of(Ended::finished);
        record.nonce = challenge_in(command).nonce;
        sandbox::Outcome outcome = ended(sandbox::Exited{0});
        outcome.record = harness::write_record(record);
        return outcome;
    };
}

// The same where the explorer is asked.
FakeSandbox::Answer answers_for_the_explorer() {
    return [](const sandbox::Command& command) {
        sandbox::Outcome outcome = ended(sandbox::Exited{0});
        outcome.record = "threadlab-explorer\t1\nnonce\t" + challenge_in(command).nonce + "\n" +
                         found_nothing + "end\n";
        return outcome;
    };
}

TEST(Decoy, IsFailedByAnHonestSubmission) {
    TestBench native(sends(record_of(Ended::finished)));
    EXPECT_FALSE(judge::try_decoy(native.bench(), check_of("a", Kind::native)));
    TestBench explored(explores(found_nothing));
    EXPECT_FALSE(judge::try_decoy(explored.bench(), check_of("a", Kind::explore)));
}

TEST(Decoy, ShowsWhoAnswersInTheHarnesssPlace) {
    TestBench native(answers_itself());
    TestBench explored(answers_for_the_explorer());
    for (const auto& found : {judge::try_decoy(native.bench(), check_of("a", Kind::native)),
                              judge::try_decoy(explored.bench(), check_of("a", Kind::explore))}) {
        ASSERT_TRUE(found);
        EXPECT_EQ(found->diagnosis, "forged-result");
    }
}

TEST(Decoy, SaysNothingOfARunThatDidNotComeToItsEnd) {
    for (const sandbox::Ending& ending :
         {sandbox::Ending{sandbox::Signalled{11}}, sandbox::Ending{sandbox::Starved{}},
          sandbox::Ending{sandbox::LimitReached{sandbox::Limit::wall}}}) {
        TestBench bench(always(ended(ending)));
        EXPECT_FALSE(judge::try_decoy(bench.bench(), check_of("a", Kind::native)));
        EXPECT_FALSE(judge::try_decoy(bench.bench(), check_of("a", Kind::virtual_time)));
    }
}

// By a rare schedule, a right answer may hang in this run and in no other.
TEST(Decoy, SaysNothingOfARunThatFailedInAnotherWay) {
    TestBench bench([](const sandbox::Command& command) {
        harness::Record record = record_of(Ended::finished);
        record.nonce = challenge_in(command).nonce;
        record.failures.push_back({"hang", "nothing moves any more"});
        sandbox::Outcome outcome = ended(sandbox::Exited{0});
        outcome.record = harness::write_record(record);
        return outcome;
    });
    EXPECT_FALSE(judge::try_decoy(bench.bench(), check_of("a", Kind::native)));
}

TEST(Decoy, IsAskedForAsEveryOtherCheckIs) {
    TestBench bench(sends(record_of(Ended::finished)));
    const course::Check check = check_of("a", Kind::native);
    judge::run_harness(bench.bench(), check, build::Variant::native);
    judge::try_decoy(bench.bench(), check);
    const auto runs = bench.runs();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].command.argv, runs[1].command.argv);
    EXPECT_EQ(runs[0].command.environment, runs[1].command.environment);
    EXPECT_EQ(runs[0].command.input.size(), runs[1].command.input.size());
    TestBench explored(explores(found_nothing));
    const course::Check schedules = check_of("a", Kind::explore);
    judge::run_explorer(explored.bench(), schedules,
                        judge::exploration_of(explored.exercise, schedules));
    judge::try_decoy(explored.bench(), schedules);
    const auto explorations = explored.explorations();
    ASSERT_EQ(explorations.size(), 2U);
    EXPECT_EQ(explorations[0].command.environment, explorations[1].command.environment);
}

struct Choice : ::testing::Test {
    Choice() : bench(sends(record_of(Ended::finished))) {
        for (const char* task : {"one", "two"}) {
            for (const Kind kind : {Kind::native, Kind::native, Kind::native, Kind::explore,
                                    Kind::virtual_time, Kind::race, Kind::timing}) {
                course::Check check = check_of(std::to_string(findings.size()), kind);
                check.task = task;
                bench.exercise.checks.push_back(check);
                findings.push_back(judge::passed());
            }
        }
    }

    TestBench bench;
    std::vector<judge::Finding> findings;
};

TEST_F(Choice, TakesOneOfEachTaskAndWayToRun) {
    const auto chosen = judge::choose_decoys(bench.bench(), findings);
    EXPECT_EQ(chosen.size(), 4U);
    EXPECT_EQ(chosen, judge::choose_decoys(bench.bench(), findings));
}

TEST_F(Choice, LeavesOutWhatDidNotPass) {
    for (std::size_t i = 0; i < findings.size(); ++i)
        if (i != 1)
            findings[i] = judge::failed("wrong-result", "no");
    EXPECT_EQ(judge::choose_decoys(bench.bench(), findings), std::vector<std::size_t>{1});
}

TEST_F(Choice, HangsOnTheSubmission) {
    std::set<std::vector<std::size_t>> choices;
    for (int i = 0; i < 20; ++i) {
        bench.submission.text = "int a" + std::to_string(i) + ";\n";
        choices.insert(judge::choose_decoys(bench.bench(), findings));
    }
    EXPECT_GT(choices.size(), 1U);
}

} // namespace
