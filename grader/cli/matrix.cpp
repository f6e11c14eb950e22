#include "cli/matrix.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace threadlab::cli {

namespace {

using scorecard::CheckResult;
using scorecard::CheckStatus;

char cell(const Row& row, const CheckResult& check) {
    if (row.faults.contains(check.id)) {
        return '!';
    }
    switch (check.status) {
    case CheckStatus::passed:
        return '.';
    case CheckStatus::failed:
        return 'F';
    case CheckStatus::skipped:
        return 's';
    case CheckStatus::ungraded:
        break;
    }
    return '-';
}

void print_legend(const course::Exercise& exercise) {
    fmt::print("{}: {} checks\n", exercise.id, exercise.checks.size());
    std::size_t number = 0;
    for (const course::Check& check : exercise.checks) {
        fmt::print("  {:2} {:30} {:7} {:3} points{}\n", ++number, check.id, kind_word(check.kind),
                   check.points, check.visibility == course::Visibility::visible ? "" : ", hidden");
    }
    fmt::print(
        "\n  . passed   F failed as it must   s skipped   - ungraded   ! not as it must be\n\n");
}

// The numbers of the columns, tens above ones.
void print_column_numbers(std::size_t count, int name_width) {
    std::string tens;
    std::string ones;
    for (std::size_t i = 1; i <= count; ++i) {
        tens += i % 10 == 0 ? std::to_string(i / 10 % 10) : " ";
        ones += std::to_string(i % 10);
    }
    fmt::print("  {:{}} {}\n  {:{}} {}  score\n", "", name_width, tens, "", name_width, ones);
}

// "  explore, race": what caught a mistake.
std::string catchers(const Row& row, const course::Exercise& exercise) {
    std::string words;
    for (const course::Kind kind : kinds_that_caught(row, exercise)) {
        words += (words.empty() ? "  " : ", ") + std::string(kind_word(kind));
    }
    return words;
}

void print_rows(const course::Exercise& exercise, const std::vector<Row>& rows) {
    int name_width = 0;
    for (const Row& row : rows) {
        name_width = std::max(name_width, static_cast<int>(row.answer.name.size()));
    }
    print_column_numbers(exercise.checks.size(), name_width);
    for (const Row& row : rows) {
        std::string cells;
        for (const CheckResult& check : row.card.checks) {
            cells += cell(row, check);
        }
        const std::string score = fmt::format("{}/{}", row.card.score, row.card.max);
        fmt::print("  {:{}} {}  {:7}{}{}\n", row.answer.name, name_width, cells, score,
                   catchers(row, exercise), row.faults.empty() ? "" : "  !");
    }
}

void print_faults(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        for (const std::string& line : lines_of_faults(row)) {
            fmt::print("\n{}\n", line);
        }
    }
}

} // namespace

const char* kind_word(course::Kind kind) {
    switch (kind) {
    case course::Kind::native:
        return "native";
    case course::Kind::explore:
        return "explore";
    case course::Kind::virtual_time:
        return "virtual";
    case course::Kind::race:
        return "race";
    case course::Kind::timing:
        break;
    }
    return "timing";
}

std::vector<std::string> lines_of_faults(const Row& row) {
    std::vector<std::string> lines;
    lines.reserve(row.faults.size());
    for (const auto& [check, fault] : row.faults) {
        lines.push_back(
            fmt::format("{}: {}{}", row.answer.name, check.empty() ? "" : check + " ", fault));
    }
    return lines;
}

std::vector<course::Kind> kinds_that_caught(const Row& row, const course::Exercise& exercise) {
    std::vector<course::Kind> kinds;
    for (const CheckResult& result : row.card.checks) {
        const auto expected = row.answer.fails.find(result.id);
        if (expected == row.answer.fails.end() || result.diagnosis != expected->second) {
            continue;
        }
        kinds.push_back(exercise.find_check(result.id)->kind);
    }
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    return kinds;
}

void print_matrix(const course::Exercise& exercise, const std::vector<Row>& rows) {
    print_legend(exercise);
    print_rows(exercise, rows);
    print_faults(rows);
}

} // namespace threadlab::cli
