#include "cli/mistakes.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace threadlab::cli {

namespace {

using course::Kind;

constexpr std::array kinds{Kind::explore, Kind::virtual_time, Kind::race, Kind::native,
                           Kind::timing};

void count_failures(const Row& row, Mistakes& mistakes) {
    for (const auto& [id, code] : row.answer.fails) {
        ++mistakes.failures;
        const auto& checks = row.card.checks;
        const auto result = std::ranges::find(checks, id, &scorecard::CheckResult::id);
        if (result == checks.end() || result->status != scorecard::CheckStatus::failed) {
            continue;
        }
        mistakes.right_code += result->diagnosis == code ? 1 : 0;
        mistakes.right_line += row.answer.guilty.contains(line_of(result->at)) ? 1 : 0;
    }
}

Mistakes sum_of(const std::vector<Mistakes>& all) {
    Mistakes sum;
    sum.exercise = "all";
    for (const Mistakes& one : all) {
        sum.accepted += one.accepted;
        sum.rejected += one.rejected;
        sum.not_as_they_must += one.not_as_they_must;
        for (const auto& [kind, count] : one.caught_by) {
            sum.caught_by[kind] += count;
        }
        sum.failures += one.failures;
        sum.right_code += one.right_code;
        sum.right_line += one.right_line;
    }
    return sum;
}

void print_line(const Mistakes& mistakes) {
    std::string caught;
    for (const Kind kind : kinds) {
        const auto found = mistakes.caught_by.find(kind);
        caught += fmt::format(" {:>8}", found == mistakes.caught_by.end() ? 0 : found->second);
    }
    fmt::print("  {:20} {:>8} {:>8} {} {:>11} {:>11}\n", mistakes.exercise, mistakes.accepted,
               mistakes.rejected, caught,
               fmt::format("{}/{}", mistakes.right_code, mistakes.failures),
               fmt::format("{}/{}", mistakes.right_line, mistakes.failures));
}

} // namespace

Mistakes count_mistakes(const course::Exercise& exercise, const std::vector<Row>& rows) {
    Mistakes mistakes;
    mistakes.exercise = exercise.id;
    for (const Row& row : rows) {
        mistakes.not_as_they_must += row.faults.empty() ? 0 : 1;
        mistakes.accepted += row.answer.kind == AnswerKind::accepted ? 1 : 0;
        if (row.answer.kind != AnswerKind::rejected) {
            continue;
        }
        ++mistakes.rejected;
        for (const Kind kind : kinds_that_caught(row, exercise)) {
            ++mistakes.caught_by[kind];
        }
        count_failures(row, mistakes);
    }
    return mistakes;
}

void print_mistakes(const std::vector<Mistakes>& all) {
    fmt::print("\nMistakes, by the kinds of checks that catch them (several may catch one), and "
               "how they are told\n\n");
    std::string heading;
    for (const Kind kind : kinds) {
        heading += fmt::format(" {:>8}", kind_word(kind));
    }
    fmt::print("  {:20} {:>8} {:>8} {} {:>11} {:>11}\n", "", "accepted", "rejected", heading,
               "right code", "right line");
    for (const Mistakes& one : all) {
        print_line(one);
    }
    if (all.size() > 1) {
        print_line(sum_of(all));
    }
}

} // namespace threadlab::cli
