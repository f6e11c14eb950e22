// yaml-cpp's emitter leaves direction marks as they are and may end a literal block early, so text
// that a submission chose is written by yaml_scalar.hpp, and the rest is little.
#include "scorecard/yaml.hpp"
#include "scorecard/yaml_scalar.hpp"

#include <fmt/format.h>

namespace threadlab::scorecard {
namespace {

using std::string;
using std::string_view;

// Lines of a block mapping at one depth.
class Block {
public:
    Block(string& out, std::size_t indent) : out_(out), indent_(indent) {}

    void raw(string_view key, string_view value) {
        out_ += fmt::format("{}{}: {}\n", lead(), key, value);
    }
    void text(string_view key, string_view value) { raw(key, block_scalar(value, indent_ + 2)); }
    void text_if_any(string_view key, string_view value) {
        if (!value.empty()) {
            text(key, value);
        }
    }
    void key(string_view key) { out_ += fmt::format("{}{}:\n", lead(), key); }

    // The next line begins an entry of a sequence.
    void begin_entry() { begins_entry_ = true; }

private:
    string lead() {
        const string_view dash = begins_entry_ ? "- " : "";
        begins_entry_ = false;
        return string(indent_ - dash.size(), ' ').append(dash);
    }

    string& out_;
    std::size_t indent_;
    bool begins_entry_ = false;
};

string flow_sequence(const std::vector<string>& texts) {
    string out;
    for (const string& text : texts) {
        out += (out.empty() ? "" : ", ") + inline_scalar(text);
    }
    return "[" + out + "]";
}

void write_steps(string& out, const std::vector<Step>& steps) {
    if (steps.empty()) {
        return;
    }
    out += "    steps:\n";
    for (const Step& step : steps) {
        out += "      - " + flow_step(step) + "\n";
    }
}

void write_notes(string& out, const std::vector<string>& notes) {
    if (notes.empty()) {
        return;
    }
    out += "    notes:\n";
    for (const string& note : notes) {
        out += "      - " + block_scalar(note, 8) + "\n";
    }
}

void write_check(string& out, const CheckResult& check) {
    Block block(out, 4);
    block.begin_entry();
    block.text("id", check.id);
    block.text_if_any("says", check.says);
    block.text("task", check.task);
    block.text_if_any("visibility", check.visibility);
    block.text("status", to_string(check.status));
    block.text_if_any("reason", check.reason);
    block.raw("points", std::to_string(check.points));
    block.raw("max", std::to_string(check.max));
    if (check.varies) {
        block.raw("varies", "true");
    }
    block.text_if_any("diagnosis", check.diagnosis);
    block.text_if_any("at", check.at);
    block.text_if_any("message", check.message);
    if (check.schedules > 0) {
        block.raw("schedules", std::to_string(check.schedules));
    }
    block.text_if_any("claim", check.claim);
    block.text_if_any("figure", check.figure);
    write_steps(out, check.steps);
    if (!check.also.empty()) {
        block.raw("also", flow_sequence(check.also));
    }
    write_notes(out, check.notes);
    block.text_if_any("replay", check.replay);
}

void write_flags(string& out, const std::vector<Flag>& flags) {
    if (!flags.empty()) {
        out += "flags:\n";
    }
    for (const Flag& flag : flags) {
        Block block(out, 4);
        block.begin_entry();
        block.text("says", flag.says);
        block.text_if_any("at", flag.at);
    }
}

void write_timing(string& out, const TimingFigure& figure) {
    Block block(out, 6);
    block.begin_entry();
    block.text("check", figure.check);
    block.text_if_any("says", figure.says);
    block.text("status", to_string(figure.status));
    block.text_if_any("reason", figure.reason);
    block.text("of", figure.of);
    block.text("to", figure.to);
    block.raw("seconds_of", fmt::format("{}", figure.seconds_of));
    block.raw("seconds_to", fmt::format("{}", figure.seconds_to));
    block.raw("ratio", fmt::format("{}", figure.ratio));
    block.raw("at_most", fmt::format("{}", figure.at_most));
}

void write_run(string& out, const Run& run) {
    out += "run:\n";
    Block block(out, 2);
    block.text("started", run.started);
    block.raw("seconds", fmt::format("{}", run.seconds));
    block.text("host", run.host);
    if (!run.timing.empty()) {
        block.key("timing");
    }
    for (const TimingFigure& figure : run.timing) {
        write_timing(out, figure);
    }
    if (!run.printed.empty()) {
        block.key("printed");
    }
    for (const Printed& printed : run.printed) {
        Block entry(out, 6);
        entry.begin_entry();
        entry.text("check", printed.check);
        entry.text("text", printed.text);
    }
}

string flow_submission(const Scorecard& card) {
    const string sum = card.sha256.empty() ? "" : ", sha256: " + inline_scalar(card.sha256);
    return "{file: " + inline_scalar(card.file) + sum + "}";
}

void write_head(Block& block, const Scorecard& card) {
    block.raw("format", "1");
    block.text("exercise", card.exercise);
    block.raw("submission", flow_submission(card));
    block.raw("toolchain", fmt::format("{{compiler: {}, standard: {}}}",
                                       inline_scalar(card.compiler), inline_scalar(card.standard)));
    block.text_if_any("isolation", card.isolation);
    if (!card.isolation_lacks.empty()) {
        block.raw("isolation_lacks", flow_sequence(card.isolation_lacks));
    }
    block.text("status", to_string(card.status));
    block.text_if_any("reason", card.reason);
    if (card.verdict) {
        block.text("diagnosis", card.verdict->diagnosis);
        block.text_if_any("message", card.verdict->message);
        block.text_if_any("at", card.verdict->at);
    }
}

} // namespace

string flow_step(const Step& step) {
    string out = fmt::format("{{thread: {}, does: {}", step.thread, inline_scalar(step.does));
    const std::pair<string_view, const string&> fields[] = {
        {"what", step.what}, {"saw", step.saw}, {"at", step.at}};
    for (const auto& [key, value] : fields) {
        if (!value.empty()) {
            out += fmt::format(", {}: {}", key, inline_scalar(value));
        }
    }
    return out + "}";
}

string to_yaml(const Scorecard& card) {
    string out;
    Block top(out, 0);
    write_head(top, card);
    write_flags(out, card.flags);
    top.raw("score", std::to_string(card.score));
    top.raw("max", std::to_string(card.max));
    if (card.checks.empty()) {
        top.raw("checks", "[]");
    } else {
        top.key("checks");
    }
    for (const CheckResult& check : card.checks) {
        write_check(out, check);
    }
    write_run(out, card.run);
    return out;
}

} // namespace threadlab::scorecard
