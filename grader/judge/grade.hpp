// Grades one submission: build it, run the checks in the order of their needs, add up.
#pragma once

#include "build/cache.hpp"
#include "build/kit.hpp"
#include "build/submission.hpp"
#include "course/course.hpp"
#include "sandbox/sandbox.hpp"
#include "scorecard/scorecard.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::judge {

// What all submissions of an exercise are graded with; or why the machine cannot grade.
struct Ready {
    build::Toolchain toolchain;
    build::Kit kit;
};
struct CannotGrade {
    std::string why;
    std::string mend; // a command, or empty
};
using Readiness = std::variant<Ready, CannotGrade>;

// What a course asks for in a toolchain, made ready for `exercise`. Throws BadChecks if the
// exercise's own checks do not compile.
struct BadChecks : std::runtime_error {
    using std::runtime_error::runtime_error;
};
Readiness make_ready(const course::Exercise& exercise, const course::Toolchain& wanted,
                     const build::OwnParts& own, const build::Cache& cache,
                     sandbox::Sandbox& sandbox, const build::Announce& announce);

// Which part of the exercise is asked for.
struct Part {
    std::optional<int> step;          // tasks 1 to n only
    std::optional<std::string> check; // this check, and what it needs
};

// The exercise with only the checks that `part` asks for.
course::Exercise narrow(const course::Exercise& exercise, const Part& part);

// Called when a check is done: how many are, of how many.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

// Up to `workers` checks at a time.
scorecard::Scorecard grade(const course::Exercise& exercise, const build::Submission& submission,
                           const Readiness& readiness, sandbox::Sandbox& sandbox, int workers,
                           const Progress& progress);

// The same, `times` (1 or more) times from one build: but for their `run`, the scorecards are to be
// equal.
std::vector<scorecard::Scorecard> grade_repeatedly(const course::Exercise& exercise,
                                                   const build::Submission& submission,
                                                   const Readiness& readiness,
                                                   sandbox::Sandbox& sandbox, int workers,
                                                   const Progress& progress, int times);

} // namespace threadlab::judge
