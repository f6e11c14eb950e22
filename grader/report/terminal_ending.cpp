// The last lines: the score, and what to do next.
#include "report/terminal_parts.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace threadlab::report {
namespace {

using scorecard::CheckResult;
using scorecard::CheckStatus;
using scorecard::SubmissionStatus;
using std::string;

// The failed check to work on first: in the order of tasks, visible ones before hidden ones.
const CheckResult* first_failure(const View& view, bool hidden) {
    for (const course::Task& task : view.exercise.tasks) {
        for (const CheckResult& check : view.card.checks) {
            if (check.task == task.id && check.status == CheckStatus::failed &&
                check.visibility.empty() != hidden) {
                return &check;
            }
        }
    }
    return nullptr;
}

string task_in_words(const View& view, const string& task) {
    const TaskName name = task_name(view, task);
    return name.title.empty() ? name.number : fmt::format("{} ({})", name.number, name.title);
}

string next_for_verdict(SubmissionStatus status) {
    return status == SubmissionStatus::does_not_build
               ? "Next: mend the first error, then run again."
               : "Next: take out what is named above, then run again.";
}

string next_step(const View& view) {
    if (view.card.verdict) {
        return next_for_verdict(view.card.status);
    }
    if (const CheckResult* const check = first_failure(view, false)) {
        return fmt::format("Next: {}.", task_in_words(view, check->task));
    }
    if (const CheckResult* const check = first_failure(view, true)) {
        return fmt::format("Next: the hidden checks of {}.", task_in_words(view, check->task));
    }
    const auto ungraded =
        std::ranges::count(view.card.checks, CheckStatus::ungraded, &CheckResult::status);
    if (ungraded > 0) {
        return fmt::format("{} not graded; make doctor may tell why.",
                           counted(static_cast<std::size_t>(ungraded), "check"));
    }
    return view.card.score == view.card.max ? "Everything passed. Well done!" : "";
}

// The students' kit has the visible checks only; say so where all of them were run.
bool hidden_ones_are_elsewhere(const View& view) {
    const auto was_run = [&](const course::Check& check) {
        return check.points == 0 || std::ranges::find(view.card.checks, check.id,
                                                      &CheckResult::id) != view.card.checks.end();
    };
    return view.exercise.hidden_points > 0 && !view.card.checks.empty() && !view.card.verdict &&
           std::ranges::all_of(view.card.checks, &string::empty, &CheckResult::visibility) &&
           std::ranges::all_of(view.exercise.checks, was_run);
}

} // namespace

void write_ending(Page& page, const View& view) {
    page.blank();
    if (view.card.status == SubmissionStatus::ungraded || view.card.max == 0) {
        page.line("Score: not graded. Next: make doctor");
        return;
    }
    if (hidden_ones_are_elsewhere(view)) {
        const string worth =
            counted(static_cast<std::size_t>(view.exercise.hidden_points), "point");
        page.row("", 0,
                 fmt::format("Hidden checks, which are not run here, are worth {} more.", worth),
                 "");
    }
    const bool full = view.card.score == view.card.max;
    const string score = fmt::format("Score: {} of {}", view.card.score, view.card.max);
    page.row(page.painted(score, full ? Paint::good : Paint::heading) + ". ", score.size() + 2,
             next_step(view), "");
}

} // namespace threadlab::report
