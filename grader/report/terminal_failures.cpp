// What went wrong, one block a failure, or one for the whole submission.
#include "report/sanitise.hpp"
#include "report/source_lines.hpp"
#include "report/story.hpp"
#include "report/terminal_parts.hpp"
#include "report/wrap.hpp"
#include "scorecard/diagnosis.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace threadlab::report {
namespace {

using scorecard::CheckResult;
using scorecard::CheckStatus;
using scorecard::Step;
using scorecard::SubmissionStatus;
using std::string;
using std::string_view;

constexpr std::size_t most_message_lines = 24;
constexpr std::size_t most_printed_lines = 10;

void write_message(Page& page, string_view label, string_view message) {
    const auto lines = lines_of(message);
    if (lines.size() == 1) {
        page.labelled(label, lines[0]);
    } else if (lines.size() > 1) {
        page.foreign(label, lines, most_message_lines);
    }
}

void write_place(Page& page, const View& view, const string& at, const std::vector<Step>& steps,
                 bool quote) {
    if (at.empty()) {
        return;
    }
    page.labelled("Where", one_line(at));
    std::set<int> marked = {line_in(at, view.card.file)};
    for (const Step& step : steps) {
        marked.insert(line_in(step.at, view.card.file));
    }
    marked.erase(0);
    if (quote) {
        page.labelled("", quoted(view.options.source, marked, page.room()));
    }
}

using Row = std::array<string, 5>;

string in_columns(const Row& row, const std::array<std::size_t, 5>& widths) {
    string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (widths[i] > 0) {
            line += padded(row[i], widths[i]) + "  ";
        }
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

// A column per field; columns in which nothing stands are left out.
void write_steps(Page& page, const std::vector<Step>& steps) {
    constexpr std::size_t widest_cell = 24;
    if (steps.empty()) {
        return;
    }
    std::vector<Row> rows;
    std::array<std::size_t, 5> widths{};
    for (const Step& step : steps) {
        const string thread = step.thread == 0 ? "caller" : std::to_string(step.thread);
        const Row row = {thread, step.does, step.what, step.saw, step.at};
        Row& shown = rows.emplace_back();
        for (std::size_t i = 0; i < row.size(); ++i) {
            shown[i] = shortened(one_line(row[i]), widest_cell);
            widths[i] = std::max(widths[i], width_of(shown[i]));
        }
    }
    const Row heads = {"thread", "does", "what", "saw", "at"};
    for (std::size_t i = 0; i < heads.size(); ++i) {
        widths[i] = widths[i] == 0 ? 0 : std::max(widths[i], width_of(heads[i]));
    }
    std::vector<string> lines = {in_columns(heads, widths)};
    for (const Row& row : rows) {
        lines.push_back(shortened(in_columns(row, widths), page.room()));
    }
    page.labelled("Steps", lines);
}

// A schedule of the explorer: a column for each thread.
void write_story(Page& page, const View& view, const std::vector<Step>& steps) {
    if (steps.empty()) {
        return;
    }
    page.labelled("Steps", "one after the other, as they happened:");
    const auto width = static_cast<std::size_t>(std::max(view.options.width, 40));
    for (const string& line : story_table(steps, one_line(view.card.file), width)) {
        page.line(line);
    }
}

void write_why(Page& page, const string& code) {
    const auto* const diagnosis = scorecard::find_diagnosis(code);
    if (diagnosis != nullptr) {
        page.labelled("Why", fmt::format("{}: {}", code, diagnosis->means));
    } else if (!code.empty()) {
        page.labelled("Why", one_line(code));
    }
}

void write_also(Page& page, const std::vector<string>& also) {
    if (!also.empty()) {
        page.labelled("Also", fmt::format("{} (may follow from this)",
                                          one_line(fmt::format("{}", fmt::join(also, ", ")))));
    }
}

void write_printed(Page& page, const View& view, const string& check) {
    const auto& all = view.card.run.printed;
    const auto printed = std::ranges::find(all, check, &scorecard::Printed::check);
    if (printed != all.end() && !printed->text.empty()) {
        page.foreign("Printed", lines_of(printed->text), most_printed_lines);
    }
}

void write_ladder(Page& page, string_view label, std::span<const string_view> hints) {
    for (std::size_t i = 0; i < hints.size(); ++i) {
        auto lines = wrapped(one_line(hints[i]), page.room() - 3);
        for (string& line : lines) {
            line.insert(0, &line == lines.data() ? fmt::format("{}. ", i + 1) : "   ");
        }
        page.labelled(i == 0 ? label : "", lines);
    }
}

void write_general_hints(Page& page, const string& code) {
    if (const auto* const diagnosis = scorecard::find_diagnosis(code)) {
        write_ladder(page, "In general", diagnosis->hints);
    }
}

void write_own_hints(Page& page, const View& view, const string& id) {
    const auto& checks = view.exercise.checks;
    const auto check = std::ranges::find(checks, id, &course::Check::id);
    if (check != checks.end()) {
        const std::vector<string_view> hints(check->hints.begin(), check->hints.end());
        write_ladder(page, "Hints", hints);
    }
}

// The command in the spelling of its front door: make, or the program itself.
string command_again(const View& view, const string& check) {
    const bool make = view.options.again.starts_with("make");
    const string command =
        fmt::format("{} {}{}", view.options.again, make ? "CHECK=" : "--check ", check);
    const string_view how = make ? "HINTS=1" : "--hints";
    return view.options.hints ? command : fmt::format("{}  (add {} for hints)", command, how);
}

string command_to_replay(const View& view, const string& check) {
    return view.options.replay + " CHECK=" + check;
}

// What earlier blocks of the same task have said already.
struct Told {
    std::set<string> diagnoses;
    std::set<string> places;
};

void write_block_head(Page& page, const View& view, const CheckResult& check) {
    page.blank();
    const string hidden = check.visibility.empty() ? "" : "hidden, ";
    page.line(fmt::format("{}  {} ({}{})", page.painted("FAIL", Paint::bad),
                          page.painted(one_line(check.id), Paint::heading), hidden,
                          task_name(view, check.task).number));
}

void write_as_above(Page& page, const CheckResult& check) {
    page.labelled("Why", one_line(check.diagnosis) + ", as above");
}

void write_visible(Page& page, const View& view, const CheckResult& check, Told& told) {
    const bool is_new = told.diagnoses.insert(check.diagnosis).second;
    page.labelled("Expected", one_line(check.says));
    write_message(page, "Happened", check.message);
    write_place(page, view, check.at, check.steps, told.places.insert(check.at).second);
    // A schedule is told; what one run for real came to has steps, too.
    if (check.schedules > 0) {
        write_story(page, view, check.steps);
    } else {
        write_steps(page, check.steps);
    }
    if (is_new) {
        write_why(page, check.diagnosis);
    } else {
        write_as_above(page, check);
    }
    write_also(page, check.also);
    write_printed(page, view, check.id);
    if (view.options.hints) {
        write_own_hints(page, view, check.id);
    }
    if (view.options.hints && is_new) {
        write_general_hints(page, check.diagnosis);
    }
    page.labelled("Again", one_line(command_again(view, check.id)));
    // Without steps, every schedule is as good as the one that is told.
    if (!check.steps.empty() && !check.replay.empty() && !view.options.replay.empty()) {
        page.labelled("Replay", one_line(command_to_replay(view, check.id)));
    }
}

void write_hidden(Page& page, const View& view, const CheckResult& check, Told& told) {
    if (!told.diagnoses.insert(check.diagnosis).second) {
        write_as_above(page, check);
        return;
    }
    write_why(page, check.diagnosis);
    if (view.options.hints) {
        write_general_hints(page, check.diagnosis);
    }
}

string verdict_in_words(SubmissionStatus status) {
    switch (status) {
    case SubmissionStatus::does_not_build:
        return "does not build, so no check could be run";
    case SubmissionStatus::rejected:
        return "was turned down before it was run";
    case SubmissionStatus::forged:
        return "meddled with its own grading and earns nothing";
    default:
        return "could not be graded check by check";
    }
}

void write_machine_fault(Page& page, const View& view) {
    page.blank();
    page.line(page.painted("Nothing could be graded.", Paint::bad));
    write_message(page, "Happened", view.card.reason);
    page.labelled("Why", "This is the fault of the machine or of the grader, not of your code. It "
                         "costs you nothing.");
}

} // namespace

void write_verdict(Page& page, const View& view) {
    if (!view.card.verdict) {
        write_machine_fault(page, view);
        return;
    }
    const scorecard::Verdict& verdict = *view.card.verdict;
    page.blank();
    page.line(fmt::format("{}  {} {}", page.painted("FAIL", Paint::bad),
                          page.painted(one_line(view.card.file), Paint::heading),
                          verdict_in_words(view.card.status)));
    write_message(page, "Happened", verdict.message);
    // A message of several lines is a compiler's, which quotes the source by itself.
    const bool quote = lines_of(verdict.message).size() <= 1;
    write_place(page, view, verdict.at, {}, quote);
    write_why(page, verdict.diagnosis);
    if (view.options.hints) {
        write_general_hints(page, verdict.diagnosis);
    }
}

void write_failures(Page& page, const View& view) {
    std::map<string, Told> told;
    for (const CheckResult& check : view.card.checks) {
        if (check.status != CheckStatus::failed) {
            continue;
        }
        write_block_head(page, view, check);
        if (check.visibility.empty()) {
            write_visible(page, view, check, told[check.task]);
        } else {
            write_hidden(page, view, check, told[check.task]);
        }
    }
}

} // namespace threadlab::report
