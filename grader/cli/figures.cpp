#include "cli/figures.hpp"

#include "build/submission.hpp"
#include "cli/check.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "judge/grade.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace threadlab::cli {

namespace {

using scorecard::CheckStatus;

// With those checks alone that have a figure, each for itself.
course::Exercise with_figures_only(course::Exercise exercise) {
    std::erase_if(exercise.checks, [](const course::Check& check) { return !check.figure; });
    for (course::Check& check : exercise.checks) {
        check.needs.clear();
    }
    return exercise;
}

build::Submission reference_of(const course::Exercise& exercise) {
    if (!exercise.solutions) {
        throw UsageError("figures come from the reference answers: there is no solutions/" +
                         exercise.id);
    }
    return build::read_submission(*exercise.solutions, exercise.edit);
}

void print_row(const course::Exercise& exercise, const course::Check& check,
               const scorecard::CheckResult& result) {
    if (result.status == CheckStatus::passed) {
        // the figure begins with the example's name
        const std::string shows = result.figure.substr(check.figure->of.size() + 2);
        fmt::print("| {} | {} | {} | `{}` |\n", exercise.id, check.figure->of, shows, check.id);
    } else {
        fmt::print(stderr, "{}: {} {}\n", exercise.id, check.id,
                   result.status == CheckStatus::failed
                       ? fmt::format("failed as {}: {}", result.diagnosis, result.message)
                       : "could not be graded: " + result.reason);
    }
}

int print_figures(const course::Exercise& exercise, const course::Course& course,
                  const Places& places, sandbox::Sandbox& sandbox) {
    scorecard::Scorecard card;
    {
        ProgressLine progress("figures of " + exercise.id);
        const judge::Readiness readiness = make_ready(exercise, course, places, sandbox, progress);
        card = judge::grade(exercise, reference_of(exercise), readiness, sandbox, worker_count(),
                            [](std::size_t, std::size_t) {});
    }
    for (std::size_t i = 0; i < card.checks.size(); ++i) {
        print_row(exercise, exercise.checks[i], card.checks[i]);
    }
    return exit_status(card);
}

} // namespace

int run_figures(const FiguresOptions& options) {
    const Places places = find_places();
    const course::Course course = load_course(places);
    const std::vector<course::Exercise> exercises =
        load_exercises(places, course, options.exercises);
    const std::unique_ptr<sandbox::Sandbox> sandbox = open_sandbox(places, options.isolation);
    fmt::print("| practical | the lectures' example | with the reference answer | check |\n"
               "|---|---|---|---|\n");
    int worst = full_marks;
    try {
        for (const course::Exercise& whole : exercises) {
            const course::Exercise exercise = with_figures_only(whole);
            if (!exercise.checks.empty()) {
                worst = std::max(worst, print_figures(exercise, course, places, *sandbox));
            }
        }
    } catch (const judge::BadChecks& error) {
        throw UsageError(error.what());
    }
    return worst;
}

} // namespace threadlab::cli
