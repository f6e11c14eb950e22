#include "report/explored.hpp"

#include "report/page.hpp"
#include "report/sanitise.hpp"
#include "report/story.hpp"
#include "scorecard/diagnosis.hpp"
#include "scorecard/yaml.hpp"
#include "scorecard/yaml_scalar.hpp"

#include <fmt/format.h>

namespace threadlab::report {
namespace {

using std::string;

constexpr int width = 80;

void write_failure(Page& page, const Explored& result) {
    if (result.diagnosis == "does-not-build") {
        page.line("FAIL  does-not-build");
        page.blank();
        page.labelled("Happened", one_line(result.message));
        return;
    }
    const string found =
        result.schedules == 0 ? "the schedule told again"
        : result.schedules == 1
            ? "found in the first of the schedules"
            : fmt::format("found in the first {} of the schedules", result.schedules);
    page.line(fmt::format("FAIL  {}  ({})", result.diagnosis, found));
    page.blank();
    page.labelled("Happened", one_line(result.message));
    if (!result.at.empty()) {
        page.labelled("Where", one_line(result.at));
    }
    if (const auto* diagnosis = scorecard::find_diagnosis(result.diagnosis)) {
        page.labelled("Why", fmt::format("{}: {}", result.diagnosis, diagnosis->means));
    }
    if (!result.also.empty()) {
        page.labelled("Also",
                      fmt::format("{} (may follow from this)", fmt::join(result.also, ", ")));
    }
    if (!result.steps.empty()) {
        page.blank();
        for (const string& line : story_table(result.steps, result.only_file, width)) {
            page.line(line);
        }
    }
    if (!result.printed.empty()) {
        constexpr std::size_t most = 10;
        page.blank();
        page.foreign("Printed", lines_of(result.printed), most);
    }
    if (!result.replay.empty()) {
        page.blank();
        page.labelled("Again", "add --replay " + result.replay);
    }
}

} // namespace

string explored_yaml(const Explored& result) {
    string out = "status: " + result.status + "\n";
    const auto add = [&](const char* key, const string& text) {
        if (!text.empty()) {
            out += fmt::format("{}: {}\n", key, scorecard::block_scalar(text, 2));
        }
    };
    add("diagnosis", result.diagnosis);
    add("message", result.message);
    add("at", result.at);
    out += fmt::format("schedules: {}\n", result.schedules);
    if (!result.also.empty()) {
        out += fmt::format("also: [{}]\n", fmt::join(result.also, ", "));
    }
    if (!result.steps.empty()) {
        out += "steps:\n";
        for (const scorecard::Step& step : result.steps) {
            out += "  - " + scorecard::flow_step(step) + "\n";
        }
    }
    add("replay", result.replay);
    add("claim", result.claim);
    return out;
}

string explored_text(const Explored& result) {
    Page page(width, false);
    if (result.status == "failed") {
        write_failure(page, result);
    } else if (result.status == "passed") {
        page.line("ok    no schedule tried breaks it");
        page.labelled("Claim", result.claim);
    } else {
        page.line("could not explore: " + one_line(result.message));
    }
    return page.text();
}

} // namespace threadlab::report
