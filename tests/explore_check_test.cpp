// Kinds explore and virtual: the record of the explorer's harness -> a finding.

#include "judge/explore_check.hpp"
#include "judge/replay.hpp"
#include "judge/virtual_check.hpp"
#include "judge_bench.hpp"

#include <gtest/gtest.h>

namespace {

namespace harness = threadlab::harness;
namespace judge = threadlab::judge;
namespace sandbox = threadlab::sandbox;
using judge::Finding;
using threadlab::course::Check;
using threadlab::course::Kind;
using threadlab::scorecard::CheckStatus;
using threadlab::testing::check_of;
using threadlab::testing::ended;
using threadlab::testing::explores;
using threadlab::testing::FakeSandbox;
using threadlab::testing::found_nothing;
using threadlab::testing::record_of;
using threadlab::testing::sends;
using threadlab::testing::TestBench;

const std::string failed_head = "status\tfailed\nschedules\t3\nthreads\t3\nsteps\t20\nrefused\t0\n";
const std::string failed_tail = "at\t0\tbegin\t0\nhash\t1\nreplay\t3t2\n";

std::string failing(const std::string& lines) {
    return failed_head + lines + failed_tail;
}

Check explored() {
    Check check = check_of("check", Kind::explore);
    check.schedules = 100;
    return check;
}

Check timed() {
    Check check = check_of("check", Kind::virtual_time);
    check.schedules = 20;
    check.threshold = {.of = "threaded", .to = "serial", .at_most = 0.2};
    return check;
}

Finding judged(const FakeSandbox::Answer& answer, const Check& check = explored()) {
    TestBench bench([&](const sandbox::Command& command) {
        return command.argv[0] == "./harness" ? answer(command) : ended(sandbox::Exited{0}, "[]");
    });
    return check.kind == Kind::explore ? judge::judge_explore(bench.bench(), check)
                                       : judge::judge_virtual(bench.bench(), check);
}

TEST(ExploreCheck, PassesWithAClaimWhereNothingWasFound) {
    const Finding finding = judged(explores(found_nothing));
    EXPECT_EQ(finding.status, CheckStatus::passed);
    EXPECT_EQ(finding.schedules, 100U);
    EXPECT_TRUE(finding.claim.starts_with("100 schedules")) << finding.claim;
    EXPECT_EQ(finding.replay, "");
}

TEST(ExploreCheck, FailsWithTheDiagnosisThatIsTheRootCause) {
    const Finding finding = judged(explores(failing("unmet\twrong-result\texpected\\n1\n"
                                                    "unmet\tearly-return\tit returned early\n"
                                                    "harm\twrong-result\texpected 1\n")));
    EXPECT_EQ(finding.diagnosis, "early-return");
    EXPECT_EQ(finding.message, "it returned early");
    EXPECT_EQ(finding.also, std::vector<std::string>{"wrong-result"});
    EXPECT_EQ(finding.printed, "printed\n");
    EXPECT_TRUE(finding.replay.starts_with("01-threading/check@r1-")) << finding.replay;
}

TEST(ExploreCheck, PutsHarmBeforeExpectationsThatMayFollowFromIt) {
    const Finding finding = judged(
        explores(failing("unmet\twrong-result\texpected 1\nharm\tterminate\tstd::bad_alloc\n")));
    EXPECT_EQ(finding.diagnosis, "terminate");
    EXPECT_NE(finding.message.find("std::bad_alloc"), std::string::npos) << finding.message;
}

TEST(ExploreCheck, BlamesTheLimitOnThreadsForWhatFollowsFromIt) {
    std::string lines = failing("unmet\twrong-result\texpected 1\nharm\twrong-result\t\n");
    lines.replace(lines.find("refused\t0"), 9, "refused\t1");
    EXPECT_EQ(judged(explores(lines)).diagnosis, "process-limit");
}

TEST(ExploreCheck, IsUngradedWhereTheCheckItselfIsToBlame) {
    const Finding fault = judged(explores(failing("harm\tcheck-fault\tthere is no such test\n")));
    EXPECT_EQ(fault.status, CheckStatus::ungraded);
    EXPECT_EQ(fault.reason, "there is no such test");
    const Finding race = judged(explores(failing("race\t1\twrite\t10\tchecks.so+11\n"
                                                 "race-with\t0\tread\t10\tchecks.so+21\n")));
    EXPECT_EQ(race.status, CheckStatus::ungraded);
}

TEST(ExploreCheck, TakesNoRecordWithAnotherNonceForAResult) {
    const auto forged = [](const sandbox::Command& command) {
        sandbox::Outcome outcome = explores(found_nothing)(command);
        outcome.record.replace(outcome.record.find("nonce\t") + 6, 4, "0000-");
        return outcome;
    };
    EXPECT_EQ(judged(forged).diagnosis, "forged-result");
}

TEST(ExploreCheck, TakesNoRecordThatTheExitStatusBeliesForAResult) {
    const auto killed = [](const sandbox::Command& command) {
        sandbox::Outcome outcome = explores(found_nothing)(command);
        outcome.ending = sandbox::Exited{1};
        return outcome;
    };
    EXPECT_EQ(judged(killed).diagnosis, "forged-result");
    EXPECT_EQ(judged([](const auto&) { return ended(sandbox::Exited{0}); }).diagnosis,
              "forged-result");
    // The record of a native run is none of the explorer's.
    EXPECT_EQ(judged(sends({})).diagnosis, "forged-result");
}

TEST(ExploreCheck, JudgesWhatHappensBeforeAnyScheduleAsANativeRun) {
    EXPECT_EQ(judged(sends(record_of(harness::Ended::signal, "11"))).diagnosis, "crash");
    EXPECT_EQ(judged(sends(record_of(harness::Ended::exit, "0"))).diagnosis, "forged-result");
    EXPECT_EQ(judged(sends(record_of(harness::Ended::stopped))).diagnosis, "time-limit");
}

TEST(ExploreCheck, NamesTheLimitThatItsSchedulesReached) {
    const auto reaching = [](sandbox::Limit limit) {
        return [=](const sandbox::Command&) { return ended(sandbox::LimitReached{limit}); };
    };
    EXPECT_EQ(judged(reaching(sandbox::Limit::cpu)).diagnosis, "time-limit");
    EXPECT_EQ(judged(reaching(sandbox::Limit::memory)).diagnosis, "memory-limit");
}

TEST(ExploreCheck, IsUngradedWhenTheMachineFails) {
    const auto fault = [](const sandbox::Command&) {
        return ended(sandbox::MachineFault{"no box"});
    };
    EXPECT_EQ(judged(fault).status, CheckStatus::ungraded);
}

TEST(VirtualCheck, PassesWhereTheThresholdHoldsInEverySchedule) {
    const Finding finding = judged(
        explores(std::string(found_nothing) + "measured\tserial\t50\tthreaded\t10\n"), timed());
    EXPECT_EQ(finding.status, CheckStatus::passed);
    EXPECT_NE(finding.claim.find("10 s of virtual time"), std::string::npos) << finding.claim;
}

TEST(VirtualCheck, FailsWhereOneScheduleIsTooSlow) {
    const Finding finding =
        judged(explores(std::string(found_nothing) + "measured\tserial\t50\tthreaded\t10\n" +
                        "measured\tserial\t50\tthreaded\t20\n"),
               timed());
    EXPECT_EQ(finding.diagnosis, "too-slow");
    EXPECT_EQ(finding.message, "it took 20 s of virtual time, 0.4 times what serial takes (50 s); "
                               "at most 0.2 times was expected");
}

TEST(VirtualCheck, IsUngradedWhereAMeasureIsMissing) {
    const std::string one = std::string(found_nothing) + "measured\tserial\t50\n";
    EXPECT_EQ(judged(explores(one), timed()).status, CheckStatus::ungraded);
    EXPECT_EQ(judged(explores(found_nothing), timed()).status, CheckStatus::ungraded);
}

TEST(Replay, RefusesATokenThatDoesNotFit) {
    TestBench bench(explores(found_nothing));
    const auto why = [&](const std::string& token) {
        const auto result = judge::decisions_in(bench.bench(), explored(), token);
        const auto* wrong = std::get_if<judge::WrongToken>(&result);
        return wrong == nullptr ? "it fits" : wrong->why;
    };
    EXPECT_EQ(why("01-threading/check@r1-00000000-3t2").substr(0, 37),
              "the token is of another submission, c");
    EXPECT_EQ(why("01-threading/other@r1-00000000-3t2"),
              "the token is of 01-threading/other, not of 01-threading/check");
    EXPECT_EQ(why("nonsense").substr(0, 14), "a replay token");
}

} // namespace
