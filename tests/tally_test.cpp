// Findings -> points.

#include "judge/tally.hpp"

#include <gtest/gtest.h>

namespace {

namespace judge = threadlab::judge;
using judge::Finding;
using threadlab::course::Check;
using threadlab::course::Exercise;
using threadlab::course::Kind;
using threadlab::course::Visibility;
using threadlab::scorecard::CheckStatus;
using threadlab::scorecard::Scorecard;
using threadlab::scorecard::SubmissionStatus;

Check check(const std::string& id, int points, Kind kind = Kind::native) {
    Check made;
    made.id = id;
    made.says = id + " works";
    made.task = "task";
    made.points = points;
    made.kind = kind;
    return made;
}

Exercise three_checks() {
    Exercise exercise;
    exercise.checks = {check("one", 50), check("two", 30), check("three", 20)};
    return exercise;
}

struct Row {
    const char* name;
    std::vector<Finding> findings;
    int score, max;
};

TEST(Tally, AddsUpThePointsOfWhatPassed) {
    for (const Row& row : {
             Row{"all pass", {judge::passed(), judge::passed(), judge::passed()}, 100, 100},
             Row{"one fails",
                 {judge::passed(), judge::failed("hang", ""), judge::passed()},
                 70,
                 100},
             Row{"one is skipped",
                 {judge::failed("hang", ""), judge::skipped("it needs one"), judge::passed()},
                 20,
                 100},
             Row{"ungraded points leave the maximum",
                 {judge::passed(), judge::ungraded("busy"), judge::passed()},
                 70,
                 70},
             Row{"nothing could be graded",
                 {judge::ungraded("x"), judge::ungraded("x"), judge::ungraded("x")},
                 0,
                 0},
             Row{"a forged result takes all",
                 {judge::passed(), judge::failed("forged-result", "it lied"), judge::passed()},
                 0,
                 100},
             Row{"a forged result takes all, but what is ungraded stays out",
                 {judge::passed(), judge::failed("forged-result", "it lied"), judge::ungraded("x")},
                 0,
                 80},
         }) {
        const Scorecard card = judge::tally(three_checks(), row.findings);
        EXPECT_EQ(card.score, row.score) << row.name;
        EXPECT_EQ(card.max, row.max) << row.name;
    }
}

TEST(Tally, SaysOfTheWholeSubmissionThatItForged) {
    const Scorecard card =
        judge::tally(three_checks(),
                     {judge::passed(), judge::failed("forged-result", "it lied", "threading.cpp:3"),
                      judge::passed()});
    EXPECT_EQ(card.status, SubmissionStatus::forged);
    ASSERT_TRUE(card.verdict);
    EXPECT_EQ(card.verdict->diagnosis, "forged-result");
    EXPECT_EQ(card.verdict->message, "it lied");
    EXPECT_EQ(card.verdict->at, "threading.cpp:3");
    for (const auto& result : card.checks)
        EXPECT_EQ(result.points, 0) << result.id;
}

TEST(Tally, CopiesWhatManifestAndFindingSay) {
    Exercise exercise;
    exercise.checks = {check("one", 60)};
    exercise.checks[0].visibility = Visibility::after_due_date;
    Finding finding = judge::failed("data-race", "two threads meet", "threading.cpp:9");
    finding.also = {"wrong-result"};
    finding.notes = {"lock order"};
    finding.steps = {
        {.thread = 1, .does = "read", .what = "x", .saw = "", .at = "threading.cpp:9"}};
    const Scorecard card = judge::tally(exercise, {finding});
    ASSERT_EQ(card.checks.size(), 1U);
    const auto& result = card.checks[0];
    EXPECT_EQ(result.id, "one");
    EXPECT_EQ(result.says, "one works");
    EXPECT_EQ(result.task, "task");
    EXPECT_EQ(result.visibility, "after_due_date");
    EXPECT_EQ(result.max, 60);
    EXPECT_EQ(result.points, 0);
    EXPECT_EQ(result.diagnosis, "data-race");
    EXPECT_EQ(result.at, "threading.cpp:9");
    EXPECT_EQ(result.message, "two threads meet");
    EXPECT_EQ(result.also, finding.also);
    EXPECT_EQ(result.notes, finding.notes);
    EXPECT_EQ(result.steps, finding.steps);
    EXPECT_FALSE(result.varies);
}

Finding timed(Finding finding) {
    finding.timing.emplace().check = "clock";
    return finding;
}

TEST(Tally, KeepsTimingWithoutPointsOutOfTheGrade) {
    Exercise exercise;
    exercise.checks = {check("one", 100), check("clock", 0, Kind::timing)};
    const Scorecard fast = judge::tally(exercise, {judge::passed(), timed(judge::passed())});
    Scorecard slow =
        judge::tally(exercise, {judge::passed(), timed(judge::failed("too-slow", "0.9"))});
    ASSERT_EQ(fast.checks.size(), 1U);
    ASSERT_EQ(fast.run.timing.size(), 1U);
    EXPECT_EQ(fast.run.timing[0].check, "clock");
    slow.run = fast.run;
    EXPECT_EQ(slow, fast);
}

TEST(Tally, SaysWhichPointsMayVary) {
    Exercise exercise;
    exercise.checks = {check("one", 90), check("clock", 10, Kind::timing)};
    const Scorecard card = judge::tally(exercise, {judge::passed(), timed(judge::passed())});
    ASSERT_EQ(card.checks.size(), 2U);
    EXPECT_FALSE(card.checks[0].varies);
    EXPECT_TRUE(card.checks[1].varies);
    EXPECT_EQ(card.score, 100);
}

TEST(Tally, KeepsWhatWasPrintedInTheRunAloneAndCutsIt) {
    Finding finding = judge::failed("hang", "");
    finding.printed = std::string(100'000, 'x');
    const Scorecard card =
        judge::tally(three_checks(), {judge::passed(), finding, judge::passed()});
    ASSERT_EQ(card.run.printed.size(), 1U);
    EXPECT_EQ(card.run.printed[0].check, "two");
    EXPECT_EQ(card.run.printed[0].text, std::string(4000, 'x'));
}

TEST(Tally, SkipsEveryCheckOfWhatDoesNotBuild) {
    const Scorecard card =
        judge::tally_unbuilt(three_checks(), {"does-not-build", "no semicolon", "threading.cpp:4"});
    EXPECT_EQ(card.status, SubmissionStatus::does_not_build);
    EXPECT_EQ(card.verdict->message, "no semicolon");
    EXPECT_EQ(card.score, 0);
    EXPECT_EQ(card.max, 100);
    for (const auto& result : card.checks) {
        EXPECT_EQ(result.status, CheckStatus::skipped);
        EXPECT_EQ(result.reason, "the submission does not build");
    }
}

TEST(Tally, TakesNoPointsWhenTheMachineCannotGrade) {
    const Scorecard card = judge::tally_ungraded(three_checks(), "no compiler");
    EXPECT_EQ(card.status, SubmissionStatus::ungraded);
    EXPECT_EQ(card.reason, "no compiler");
    EXPECT_EQ(card.score, 0);
    EXPECT_EQ(card.max, 0);
    for (const auto& result : card.checks)
        EXPECT_EQ(result.status, CheckStatus::ungraded);
}

} // namespace
