#include "report/terminal.hpp"

#include "report/sanitise.hpp"
#include "report/terminal_parts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace threadlab::report {
namespace {

using scorecard::CheckStatus;
using scorecard::SubmissionStatus;

std::string isolation_in_words(const scorecard::Scorecard& card) {
    const std::string_view isolation = card.isolation;
    if (isolation == "full") {
        return card.isolation_lacks.empty()
                   ? "run in a full sandbox"
                   : fmt::format(
                         "run in a full sandbox but for {}",
                         one_line(fmt::format("{}", fmt::join(card.isolation_lacks, ", "))));
    }
    if (isolation == "limits") {
        return "run under limits, without a full sandbox";
    }
    return isolation == "none" ? "run without a sandbox" : "not run";
}

void write_header(Page& page, const View& view) {
    const auto& card = view.card;
    page.line(
        page.painted(fmt::format("{}: {}", one_line(card.exercise), one_line(view.exercise.title)),
                     Paint::heading));
    const std::string compiler = card.compiler.empty() ? "no compiler" : one_line(card.compiler);
    page.row("", 0,
             fmt::format("{} ({}, {}), {}", one_line(card.file), compiler, one_line(card.standard),
                         isolation_in_words(card)),
             "");
}

// One line, however many there are.
void write_flags(Page& page, const View& view) {
    const auto& flags = view.card.flags;
    if (flags.empty()) {
        return;
    }
    const std::string at = flags[0].at.empty() ? "" : one_line(flags[0].at) + ": ";
    const std::string more =
        flags.size() == 1 ? "" : fmt::format(" (and {} more)", flags.size() - 1);
    page.row("", 0, fmt::format("Flagged: {}{}{}.", at, one_line(flags[0].says), more), "");
}

bool any_check_was_run(const View& view) {
    return std::ranges::any_of(view.card.checks, [](const scorecard::CheckResult& check) {
        return check.status == CheckStatus::passed || check.status == CheckStatus::failed;
    });
}

} // namespace

TaskName task_name(const View& view, std::string_view task) {
    const auto& tasks = view.exercise.tasks;
    const auto found = std::ranges::find(tasks, task, &course::Task::id);
    if (found == tasks.end()) {
        return {"task " + one_line(task), ""};
    }
    return {fmt::format("task {}", found - tasks.begin() + 1), one_line(found->title)};
}

bool is_hidden(const View& view, std::string_view check) {
    const auto& results = view.card.checks;
    const auto result = std::ranges::find(results, check, &scorecard::CheckResult::id);
    const auto& checks = view.exercise.checks;
    const auto known = std::ranges::find(checks, check, &course::Check::id);
    return (result != results.end() && !result->visibility.empty()) ||
           (known != checks.end() && known->visibility != course::Visibility::visible);
}

std::string counted(std::size_t n, std::string_view noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string terminal_report(const scorecard::Scorecard& card, const course::Exercise& exercise,
                            const TerminalOptions& options) {
    const View view{card, exercise, options};
    Page page(options.width, options.colour);
    write_header(page, view);
    write_flags(page, view);
    const bool graded = !card.verdict && card.status != SubmissionStatus::ungraded;
    // After a verdict on the whole submission, what single checks did is no news.
    if (graded || (!card.verdict && any_check_was_run(view))) {
        write_table(page, view);
    }
    if (graded) {
        write_failures(page, view);
    } else {
        write_verdict(page, view);
    }
    write_timing(page, view);
    write_advice(page, view);
    write_ending(page, view);
    return page.text();
}

} // namespace threadlab::report
