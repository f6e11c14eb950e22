// One line a check, task by task; then the figures of the clock, and advice.
#include "report/sanitise.hpp"
#include "report/terminal_parts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace threadlab::report {
namespace {

using scorecard::CheckResult;
using scorecard::CheckStatus;
using std::string;

constexpr std::size_t indent = 8;

struct Mark {
    std::string_view text;
    Paint paint;
};

Mark mark_of(CheckStatus status) {
    switch (status) {
    case CheckStatus::passed:
        return {"ok  ", Paint::good};
    case CheckStatus::failed:
        return {"FAIL", Paint::bad};
    case CheckStatus::skipped:
        return {"skip", Paint::dim};
    case CheckStatus::ungraded:
        break;
    }
    return {"----", Paint::dim};
}

string lead(const Page& page, const Mark& mark) {
    return "  " + page.painted(mark.text, mark.paint) + "  ";
}

string name_of(const CheckResult& check) {
    if (check.visibility.empty()) {
        return one_line(check.says) + (check.varies ? " (by the clock: may vary)" : "");
    }
    const string name = one_line(check.id) + " (hidden)";
    return check.diagnosis.empty() ? name : name + ": " + one_line(check.diagnosis);
}

string points_of(const CheckResult& check) {
    if (check.max == 0) {
        return "";
    }
    return check.status == CheckStatus::ungraded ? "-"
                                                 : fmt::format("{}/{}", check.points, check.max);
}

string why_not_run(const CheckResult& check) {
    const bool tell = check.visibility.empty() && !check.reason.empty();
    if (check.status == CheckStatus::ungraded) {
        return "not graded, costs nothing" + (tell ? ": " + one_line(check.reason) : "");
    }
    return check.status == CheckStatus::skipped && tell ? one_line(check.reason) : "";
}

void write_check(Page& page, const View& view, const CheckResult& check) {
    page.row(lead(page, mark_of(check.status)), indent, name_of(check), points_of(check));
    const string why = why_not_run(check);
    if (!why.empty()) {
        page.row(string(indent, ' '), indent, "(" + why + ")", "");
    }
    if (!view.options.claims || !check.visibility.empty()) {
        return;
    }
    for (const string& text : {check.claim, check.figure}) {
        if (!text.empty()) {
            page.row(string(indent, ' '), indent, "(" + one_line(text) + ")", "");
        }
    }
}

// The ids of the card's tasks in the order of the problem sheet, unknown ones last.
std::vector<string> tasks_of(const View& view) {
    std::vector<string> tasks;
    tasks.reserve(view.exercise.tasks.size());
    for (const course::Task& task : view.exercise.tasks) {
        tasks.push_back(task.id);
    }
    for (const CheckResult& check : view.card.checks) {
        if (std::ranges::find(tasks, check.task) == tasks.end()) {
            tasks.push_back(check.task);
        }
    }
    std::erase_if(tasks, [&](const string& task) {
        return std::ranges::find(view.card.checks, task, &CheckResult::task) ==
               view.card.checks.end();
    });
    return tasks;
}

string subtotal(const View& view, const string& task) {
    int points = 0;
    int max = 0;
    for (const CheckResult& check : view.card.checks) {
        if (check.task == task && check.status != CheckStatus::ungraded) {
            points += check.points;
            max += check.max;
        }
    }
    return max == 0 ? "-" : fmt::format("{}/{}", points, max);
}

string task_heading(const View& view, const string& task) {
    TaskName name = task_name(view, task);
    name.number[0] = 'T';
    return name.number + (name.title.empty() ? "" : ": " + name.title);
}

Mark mark_of_figure(CheckStatus status) {
    // No points hang on it, so it does not fail.
    return status == CheckStatus::failed ? Mark{"slow", Paint::heading} : mark_of(status);
}

string figure_in_words(const scorecard::TimingFigure& figure, bool hidden) {
    if (figure.status == CheckStatus::passed || figure.status == CheckStatus::failed) {
        return hidden ? ""
                      : fmt::format(": {:.2f} of {}, limit {:.2f}", figure.ratio,
                                    one_line(figure.to), figure.at_most);
    }
    const string what =
        figure.status == CheckStatus::skipped ? ": not run" : ": could not be measured";
    return hidden || figure.reason.empty() ? what : what + " (" + one_line(figure.reason) + ")";
}

} // namespace

void write_table(Page& page, const View& view) {
    for (const string& task : tasks_of(view)) {
        page.blank();
        page.row("", 0, task_heading(view, task), subtotal(view, task));
        for (const CheckResult& check : view.card.checks) {
            if (check.task == task) {
                write_check(page, view, check);
            }
        }
    }
}

void write_timing(Page& page, const View& view) {
    if (view.card.run.timing.empty()) {
        return;
    }
    page.blank();
    page.line("On this machine, by the clock");
    for (const scorecard::TimingFigure& figure : view.card.run.timing) {
        const bool hidden = is_hidden(view, figure.check);
        const bool named = hidden || figure.says.empty();
        const string name = one_line(named ? figure.check : figure.says);
        page.row(lead(page, mark_of_figure(figure.status)), indent,
                 name + (hidden ? " (hidden)" : "") + figure_in_words(figure, hidden), "");
    }
}

void write_advice(Page& page, const View& view) {
    std::set<string> told;
    for (const CheckResult& check : view.card.checks) {
        for (const string& note : check.notes) {
            if (!check.visibility.empty() || !told.insert(note).second) {
                continue;
            }
            if (told.size() == 1) {
                page.blank();
                page.line("Advice (costs nothing)");
            }
            page.row("  - ", 4, one_line(note), "");
        }
    }
}

} // namespace threadlab::report
