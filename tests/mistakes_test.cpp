// How well the mistakes of rejected answers are found, counted from a matrix.

#include "cli/mistakes.hpp"

#include <gtest/gtest.h>

namespace {

using namespace threadlab;
using cli::Mistakes;
using cli::Row;
using course::Kind;
using scorecard::CheckResult;
using scorecard::CheckStatus;

course::Exercise exercise_with(const std::vector<std::pair<std::string, Kind>>& checks) {
    course::Exercise exercise;
    exercise.id = "03-x";
    for (const auto& [id, kind] : checks) {
        course::Check& check = exercise.checks.emplace_back();
        check.id = id;
        check.kind = kind;
    }
    return exercise;
}

const course::Exercise exercise =
    exercise_with({{"adds-up", Kind::explore}, {"no-race", Kind::race}, {"plain", Kind::native}});

Row rejected(std::map<std::string, std::string> fails, std::vector<CheckResult> results) {
    Row row;
    row.answer.kind = cli::AnswerKind::rejected;
    row.answer.fails = std::move(fails);
    row.answer.guilty = {7};
    row.card.checks = std::move(results);
    return row;
}

CheckResult failed(const std::string& id, const std::string& diagnosis, const std::string& at) {
    CheckResult result;
    result.id = id;
    result.status = CheckStatus::failed;
    result.diagnosis = diagnosis;
    result.at = at;
    return result;
}

TEST(Mistakes, AreCountedUnderEachKindThatCatchesThem) {
    const Mistakes mistakes = cli::count_mistakes(
        exercise, {rejected({{"adds-up", "data-race"}, {"no-race", "data-race"}},
                            {failed("adds-up", "data-race", "x.cpp:7"),
                             failed("no-race", "data-race", "x.cpp:7")}),
                   rejected({{"plain", "wrong-result"}}, {failed("plain", "wrong-result", "")})});
    EXPECT_EQ(mistakes.rejected, 2);
    EXPECT_EQ(mistakes.caught_by,
              (std::map<Kind, int>{{Kind::explore, 1}, {Kind::race, 1}, {Kind::native, 1}}));
}

TEST(Mistakes, AreNotCaughtByACheckThatTellsOfSomethingElse) {
    const Mistakes mistakes = cli::count_mistakes(
        exercise, {rejected({{"adds-up", "data-race"}}, {failed("adds-up", "wrong-result", "")})});
    EXPECT_TRUE(mistakes.caught_by.empty());
    EXPECT_EQ(mistakes.failures, 1);
    EXPECT_EQ(mistakes.right_code, 0);
}

TEST(Mistakes, HaveTheRightLineWhereItIsMarked) {
    const Mistakes mistakes = cli::count_mistakes(
        exercise,
        {rejected({{"adds-up", "data-race"}, {"no-race", "data-race"}, {"plain", "hang"}},
                  {failed("adds-up", "data-race", "x.cpp:7"),
                   failed("no-race", "data-race", "x.cpp:8"), failed("plain", "hang", "")})});
    EXPECT_EQ(mistakes.failures, 3);
    EXPECT_EQ(mistakes.right_code, 3);
    EXPECT_EQ(mistakes.right_line, 1);
}

TEST(Mistakes, CountRightAnswersApart) {
    Row accepted;
    accepted.answer.kind = cli::AnswerKind::accepted;
    accepted.faults["plain"] = "must pass, but is skipped";
    const Mistakes mistakes = cli::count_mistakes(exercise, {Row{}, accepted});
    EXPECT_EQ(mistakes.accepted, 1);
    EXPECT_EQ(mistakes.rejected, 0);
    EXPECT_EQ(mistakes.not_as_they_must, 1);
}

} // namespace
