#include "scorecard/diagnosis.hpp"
#include "scorecard/utf8.hpp"
#include "scorecard/words.hpp"
#include "scorecard/yaml.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace threadlab::scorecard {
namespace {

using std::string;
using std::string_view;

// Thrown inside this file only; read_yaml turns it into a value.
struct Failure {
    ReadError error;
};

[[noreturn]] void fail(const YAML::Node& node, string what) {
    throw Failure{{std::max(node.Mark().line + 1, 1), std::move(what)}};
}

string text_of(const YAML::Node& node, string_view key) {
    if (!node.IsScalar()) {
        fail(node, fmt::format("`{}` must be text", key));
    }
    if (node.Tag() != "?" && node.Tag() != "!") {
        fail(node, fmt::format("`{}` has a tag; a scorecard has none", key));
    }
    return node.Scalar();
}

template <typename Number>
Number number_of(const YAML::Node& node, string_view key) {
    const string text = text_of(node, key);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        fail(node, fmt::format("`{}` must be a number, not '{}'", key, text));
    }
    return number;
}

// A mapping whose keys are all accounted for: each is asked for once, then done() finds the rest.
class Fields {
public:
    Fields(const YAML::Node& node, string_view name) : node_(node), name_(name) {
        if (!node.IsMap()) {
            fail(node, fmt::format("`{}` must be a mapping", name));
        }
        for (const auto& field : node) {
            const string key = text_of(field.first, "key");
            if (!fields_.emplace(key, field).second) {
                fail(field.first, fmt::format("`{}` is given twice", key));
            }
        }
    }

    YAML::Node take(string_view key) {
        if (const auto node = take_if_any(key)) {
            return *node;
        }
        fail(node_, fmt::format("`{}` lacks `{}`", name_, key));
    }
    std::optional<YAML::Node> take_if_any(string_view key) {
        const auto field = fields_.find(key);
        if (field == fields_.end()) {
            return std::nullopt;
        }
        YAML::Node value = field->second.second;
        fields_.erase(field);
        return value;
    }
    bool has(string_view key) const { return fields_.contains(key); }
    string text(string_view key) { return text_of(take(key), key); }
    string text_if_any(string_view key) {
        const auto node = take_if_any(key);
        return node ? text_of(*node, key) : "";
    }
    template <typename Number>
    Number number(string_view key) {
        return number_of<Number>(take(key), key);
    }
    // One of the words that `is_word` knows.
    template <typename IsWord>
    string word_if_any(string_view key, const IsWord& is_word) {
        const auto node = take_if_any(key);
        if (!node) {
            return "";
        }
        const string word = text_of(*node, key);
        if (!is_word(word)) {
            fail(*node, fmt::format("`{}` cannot be '{}'", key, word));
        }
        return word;
    }
    template <typename Parse>
    auto status(const Parse& parse) {
        const YAML::Node node = take("status");
        const string word = text_of(node, "status");
        const auto status = parse(word);
        if (!status) {
            fail(node, fmt::format("`status` cannot be '{}'", word));
        }
        return *status;
    }
    template <typename ReadOne>
    auto list_if_any(string_view key, const ReadOne& read_one) {
        std::vector<decltype(read_one(node_))> list;
        const auto node = take_if_any(key);
        if (node && !node->IsSequence()) {
            fail(*node, fmt::format("`{}` must be a list", key));
        }
        for (std::size_t i = 0; node && i < node->size(); ++i) {
            list.push_back(read_one((*node)[i]));
        }
        return list;
    }
    void done() const {
        if (!fields_.empty()) {
            const auto& [key, field] = *fields_.begin();
            fail(field.first, fmt::format("`{}` has no key `{}`", name_, key));
        }
    }

private:
    YAML::Node node_;
    string name_;
    std::map<string, YAML::detail::iterator_value, std::less<>> fields_;
};

auto one_of(std::span<const string_view> words) {
    return [words](string_view word) { return std::ranges::count(words, word) > 0; };
}

bool is_diagnosis(string_view word) {
    return find_diagnosis(word) != nullptr;
}

string read_diagnosis(const YAML::Node& node) {
    const string word = text_of(node, "also");
    if (!is_diagnosis(word)) {
        fail(node, fmt::format("there is no diagnosis '{}'", word));
    }
    return word;
}

string read_lack(const YAML::Node& node) {
    const string word = text_of(node, "isolation_lacks");
    if (!one_of(isolation_lack_words())(word)) {
        fail(node, fmt::format("`isolation_lacks` cannot hold '{}'", word));
    }
    return word;
}

string read_note(const YAML::Node& node) {
    return text_of(node, "notes");
}

Step read_step(const YAML::Node& node) {
    Fields fields(node, "steps");
    Step step;
    step.thread = fields.number<int>("thread");
    step.does = fields.word_if_any("does", one_of(step_words()));
    if (step.does.empty()) {
        fail(node, "`steps` lacks `does`");
    }
    step.what = fields.text_if_any("what");
    step.saw = fields.text_if_any("saw");
    step.at = fields.text_if_any("at");
    fields.done();
    return step;
}

bool read_varies(Fields& fields) {
    return fields.word_if_any("varies", [](string_view word) { return word == "true"; }) == "true";
}

unsigned read_schedules(Fields& fields) {
    const auto node = fields.take_if_any("schedules");
    return node ? number_of<unsigned>(*node, "schedules") : 0;
}

CheckResult read_check(const YAML::Node& node) {
    Fields fields(node, "checks");
    CheckResult check;
    check.id = fields.text("id");
    check.says = fields.text_if_any("says");
    check.task = fields.text("task");
    check.visibility = fields.word_if_any("visibility", one_of(visibility_words()));
    check.status = fields.status(check_status);
    check.reason = fields.text_if_any("reason");
    check.points = fields.number<int>("points");
    check.max = fields.number<int>("max");
    check.varies = read_varies(fields);
    check.diagnosis = fields.word_if_any("diagnosis", is_diagnosis);
    check.at = fields.text_if_any("at");
    check.message = fields.text_if_any("message");
    check.schedules = read_schedules(fields);
    check.claim = fields.text_if_any("claim");
    check.figure = fields.text_if_any("figure");
    check.steps = fields.list_if_any("steps", read_step);
    check.also = fields.list_if_any("also", read_diagnosis);
    check.notes = fields.list_if_any("notes", read_note);
    check.replay = fields.text_if_any("replay");
    fields.done();
    return check;
}

TimingFigure read_timing(const YAML::Node& node) {
    Fields fields(node, "timing");
    TimingFigure figure;
    figure.check = fields.text("check");
    figure.says = fields.text_if_any("says");
    figure.status = fields.status(check_status);
    figure.reason = fields.text_if_any("reason");
    figure.of = fields.text("of");
    figure.to = fields.text("to");
    figure.seconds_of = fields.number<double>("seconds_of");
    figure.seconds_to = fields.number<double>("seconds_to");
    figure.ratio = fields.number<double>("ratio");
    figure.at_most = fields.number<double>("at_most");
    fields.done();
    return figure;
}

Printed read_printed(const YAML::Node& node) {
    Fields fields(node, "printed");
    Printed printed{fields.text("check"), fields.text("text")};
    fields.done();
    return printed;
}

Run read_run(const YAML::Node& node) {
    Fields fields(node, "run");
    Run run;
    run.started = fields.text("started");
    run.seconds = fields.number<double>("seconds");
    run.host = fields.text("host");
    run.timing = fields.list_if_any("timing", read_timing);
    run.printed = fields.list_if_any("printed", read_printed);
    fields.done();
    return run;
}

std::optional<Verdict> read_verdict(Fields& fields) {
    const string diagnosis = fields.word_if_any("diagnosis", is_diagnosis);
    if (diagnosis.empty()) {
        return std::nullopt;
    }
    return Verdict{diagnosis, fields.text_if_any("message"), fields.text_if_any("at")};
}

Flag read_flag(const YAML::Node& node) {
    Fields fields(node, "flags");
    Flag flag{fields.text("says"), fields.text_if_any("at")};
    fields.done();
    return flag;
}

void read_submission(const YAML::Node& node, Scorecard& card) {
    Fields fields(node, "submission");
    card.file = fields.text("file");
    card.sha256 = fields.text_if_any("sha256");
    fields.done();
}

void read_toolchain(const YAML::Node& node, Scorecard& card) {
    Fields fields(node, "toolchain");
    card.compiler = fields.text("compiler");
    card.standard = fields.text("standard");
    fields.done();
}

Scorecard read_card(const YAML::Node& node) {
    Fields fields(node, "scorecard");
    const YAML::Node format = fields.take("format");
    if (number_of<int>(format, "format") != 1) {
        fail(format, "only `format: 1` can be read");
    }
    Scorecard card;
    card.exercise = fields.text("exercise");
    read_submission(fields.take("submission"), card);
    read_toolchain(fields.take("toolchain"), card);
    card.isolation = fields.word_if_any("isolation", one_of(isolation_words()));
    card.isolation_lacks = fields.list_if_any("isolation_lacks", read_lack);
    card.status = fields.status(submission_status);
    card.reason = fields.text_if_any("reason");
    card.verdict = read_verdict(fields);
    card.flags = fields.list_if_any("flags", read_flag);
    card.score = fields.number<int>("score");
    card.max = fields.number<int>("max");
    if (!fields.has("checks")) {
        fail(node, "`scorecard` lacks `checks`");
    }
    card.checks = fields.list_if_any("checks", read_check);
    card.run = read_run(fields.take("run"));
    fields.done();
    return card;
}

// yaml-cpp takes some control characters for the end of the text and would overlook what follows.
void refuse_odd_bytes(string_view text) {
    int line = 1;
    while (!text.empty()) {
        const Character character = first_character(text);
        line += character.code == '\n' ? 1 : 0;
        if (!character.is_utf8) {
            throw Failure{{line, "this is not UTF-8"}};
        }
        if (character.code < 0x20 && character.code != '\n' && character.code != '\t') {
            throw Failure{{line, "a control character stands here unescaped"}};
        }
        text.remove_prefix(character.bytes);
    }
}

// Ends the reading where a text has what no scorecard needs: by aliases of aliases, a few lines of
// YAML can mean gigabytes.
class Guard : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { look(mark, anchor); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { look(mark, anchor); }
    void OnScalar(const YAML::Mark& mark, const string&, YAML::anchor_t anchor,
                  const string&) override {
        look(mark, anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        look(mark, anchor);
    }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark& mark, const string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        look(mark, anchor);
    }
    void OnMapEnd() override {}

private:
    static void look(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) {
            throw Failure{{mark.line + 1, "a scorecard has no anchors and no aliases"}};
        }
    }
};

void refuse_aliases(const string& text) {
    std::istringstream in(text);
    YAML::Parser parser(in);
    Guard guard;
    while (parser.HandleNextDocument(guard)) {
    }
}

Scorecard read_text(string_view text) {
    refuse_odd_bytes(text);
    refuse_aliases(string(text));
    const auto documents = YAML::LoadAll(string(text));
    if (documents.size() != 1) {
        throw Failure{{1, "a scorecard is exactly one YAML document"}};
    }
    return read_card(documents.front());
}

} // namespace

std::variant<Scorecard, ReadError> read_yaml(string_view text) {
    try {
        return read_text(text);
    } catch (const Failure& failure) {
        return failure.error;
    } catch (const YAML::Exception& error) {
        return ReadError{std::max(error.mark.line + 1, 1), error.msg};
    }
}

} // namespace threadlab::scorecard
