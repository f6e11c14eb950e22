// A course and an exercise without a fault, in temporary folders, for the tests that read or break
// them.
#pragma once

#include "course/read.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace threadlab::testing {

namespace fs = std::filesystem;
using course::Exercise;
using course::Limits;
using course::Problem;
using course::Result;

// The line numbers that tests expect are those of these texts.
inline constexpr const char* good_exercise = R"(format: 1
id: 03-race-fix
title: Fix the race
edit: race_fix.cpp
allow: [threads]
hidden_points: 30
limits: {seconds: 5, memory_mb: 256}
tasks:
  - {id: counter, title: A counter that loses nothing}
  - {id: speed, title: No lock where none is needed}
checks:
  - id: adds-up
    says: two threads leave 10
    task: counter
    test: Counter.AddsUp
    kind: native
    points: 30
    hints: [look at the shared value, what is read twice, one lock]
  - id: no-race
    says: no data race
    task: counter
    test: Counter.AddsUp
    kind: race
    repeats: 7
    points: 25
    needs: [adds-up]
    limits: {seconds: 20}
  - id: scales
    says: four threads are faster than one
    task: speed
    test: Counter.Scales
    kind: timing
    cores: 4
    threshold: {of: four, to: one, at_most: 0.5}
    points: 15
    needs: [no-race]
)";

inline constexpr const char* good_hidden = R"(checks:
  - id: adds-up-again
    says: a hundred threads leave 100
    task: counter
    test: HiddenCounter.AddsUp
    kind: native
    points: 10
    visibility: hidden
  - id: no-race-again
    says: no data race among a hundred
    task: counter
    test: HiddenCounter.AddsUp
    kind: race
    points: 20
    needs: [adds-up]
    visibility: after_due_date
)";

inline constexpr const char* good_course = R"(format: 1
name: Concurrency in C++20
exercises:
  - {id: 01-threading, weight: 1}
  - {id: 03-race-fix, weight: 2.5, due: 2027-01-15T23:59:00+01:00}
penalty_per_day: 10
counts: best
branches:
  "lab1-*": 01-threading
  "race*": 03-race-fix
toolchain: {compiler: clang-19, standard: c++23}
limits: {threads: 32, output_kb: 16}
)";

inline constexpr const char* good_checks = R"(
TEST(Counter, AddsUp) {}
// TEST(Counter, Commented) {}
TEST_F(Counter, Scales) {}
)";

struct Texts {
    std::string exercise = good_exercise;
    std::string hidden = good_hidden;
};

// An exercise's two folders.
class Folders {
public:
    explicit Folders(const Texts& texts = {}) {
        folder.write("exercises/03-race-fix/exercise.yaml", texts.exercise);
        folder.write("exercises/03-race-fix/checks.cpp", good_checks);
        folder.write("exercises/03-race-fix/race_fix.cpp", "");
        folder.write("exercises/03-race-fix/race_fix.hpp",
                     "struct Counter { int value(); };\nvoid increase(Counter&);\n");
        folder.write("solutions/03-race-fix/hidden.yaml", texts.hidden);
        folder.write("solutions/03-race-fix/hidden_checks.cpp", "TEST(HiddenCounter, AddsUp) {}");
    }

    fs::path exercise() const { return folder.path() / "exercises/03-race-fix"; }
    fs::path solutions() const { return folder.path() / "solutions/03-race-fix"; }

    Result<Exercise> read(const Limits& defaults = {}) const {
        return course::read_exercise(exercise(), solutions(), defaults);
    }

    TempFolder folder;
};

// `text` with its first `from` replaced.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos)
        throw std::logic_error("the good text does not hold: " + from);
    return text.replace(at, from.size(), to);
}

template <typename T>
std::vector<Problem> problems_of(const Result<T>& result) {
    const auto* problems = std::get_if<std::vector<Problem>>(&result);
    return problems == nullptr ? std::vector<Problem>{} : *problems;
}

inline std::string listing(const std::vector<Problem>& problems) {
    std::ostringstream text;
    for (const Problem& problem : problems)
        text << problem.file.filename().string() << ":" << problem.line << ": " << problem.what
             << "\n";
    return text.str();
}

// Whether `text` begins like `pattern`, in which an asterisk stands for any text.
inline bool like(std::string_view text, std::string_view pattern) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return text.starts_with(pattern);
    if (!text.starts_with(pattern.substr(0, star)))
        return false;
    const std::string_view rest = pattern.substr(star + 1);
    const std::string_view next = rest.substr(0, rest.find('*'));
    const std::size_t at = text.find(next, star);
    return at != std::string_view::npos && like(text.substr(at), rest);
}

// Each of `expected`, "file:line: text", is the beginning of one problem, in this order, and there
// are no others.
inline void expect_problems(const std::vector<Problem>& problems,
                            const std::vector<std::string>& expected) {
    const std::string all = listing(problems);
    EXPECT_EQ(problems.size(), expected.size()) << all;
    for (std::size_t i = 0; i < std::min(problems.size(), expected.size()); ++i)
        EXPECT_TRUE(like(listing({problems[i]}), expected[i]))
            << "expected: " << expected[i] << "\namong:\n"
            << all;
}

} // namespace threadlab::testing
