#include "course/yaml_tree.hpp"

#include "course/source_file.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace threadlab::course {

namespace {

constexpr std::size_t deepest = 16; // a manifest needs 5

// Thrown through yaml-cpp's parser to end the reading.
struct Refused {
    int line;
    std::string what;
};

int line_of(const YAML::Mark& mark) {
    return mark.line + 1;
}

class TreeBuilder : public YAML::EventHandler {
public:
    explicit TreeBuilder(ProblemLog& log) : log_(log) {}

    YamlNode take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuse_anchor(mark, anchor);
        YamlNode node{.line = line_of(mark)};
        // The mark of an absent value is that of whatever comes next.
        if (!open_.empty() && open_.back().key)
            node.line = open_.back().key->line;
        finish(std::move(node));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw Refused{line_of(mark), "aliases (*name) are not allowed: write the value out"};
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        finish({.kind = YamlNode::Kind::scalar,
                .line = line_of(mark),
                .text = value,
                .quoted = tag == "!"});
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        start(YamlNode::Kind::list, mark, tag, anchor);
    }
    void OnSequenceEnd() override { end(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        start(YamlNode::Kind::map, mark, tag, anchor);
    }
    void OnMapEnd() override { end(); }

private:
    struct Open {
        YamlNode node;
        std::optional<YamlNode> key{};      // map: the key whose value comes next
        std::map<std::string, int> lines{}; // map: those of its keys
    };

    static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor)
            throw Refused{line_of(mark),
                          "anchors (&name) are not allowed: write the value out at each place"};
    }

    static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        // yaml-cpp calls untagged plain values "?" and untagged quoted ones "!".
        if (!tag.empty() && tag != "?" && tag != "!")
            throw Refused{line_of(mark), fmt::format("tags are not allowed: remove {}", tag)};
    }

    void start(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
               YAML::anchor_t anchor) {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        if (open_.size() == deepest)
            throw Refused{line_of(mark), "lists and maps are nested too deeply"};
        open_.push_back({.node = {.kind = kind, .line = line_of(mark)}});
    }

    void end() {
        YamlNode done = std::move(open_.back().node);
        open_.pop_back();
        finish(std::move(done));
    }

    void finish(YamlNode node) {
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& parent = open_.back();
        if (parent.node.kind == YamlNode::Kind::list)
            parent.node.items.push_back(std::move(node));
        else if (!parent.key)
            take_key(parent, std::move(node));
        else
            take_value(parent, std::move(node));
    }

    static void take_key(Open& parent, YamlNode key) {
        if (key.kind != YamlNode::Kind::scalar)
            throw Refused{key.line, "a key must be a word"};
        parent.key = std::move(key);
    }

    void take_value(Open& parent, YamlNode value) {
        YamlNode key = *std::exchange(parent.key, std::nullopt);
        const auto [first, fresh] = parent.lines.emplace(key.text, key.line);
        if (!fresh) {
            log_.add(key.line, fmt::format("the key '{}' is already on line {}: keep one of them",
                                           key.text, first->second));
            return;
        }
        parent.node.keys.push_back(std::move(key));
        parent.node.items.push_back(std::move(value));
    }

    ProblemLog& log_;
    YamlNode root_;
    std::vector<Open> open_;
};

std::optional<YamlNode> parse(const std::string& text, ProblemLog& log) {
    std::istringstream in(text);
    YAML::Parser parser(in);
    TreeBuilder builder(log);
    if (!parser.HandleNextDocument(builder)) {
        log.add(0, "the file is empty");
        return std::nullopt;
    }
    TreeBuilder rest(log);
    if (parser.HandleNextDocument(rest)) {
        log.add(0, "the file holds more than one YAML document: remove the '---' between them");
        return std::nullopt;
    }
    return builder.take();
}

} // namespace

void ProblemLog::add(int line, std::string what) {
    const auto after =
        std::upper_bound(problems_.begin(), problems_.end(), line,
                         [](int wanted, const Problem& other) { return wanted < other.line; });
    problems_.insert(after, {file_, line, std::move(what)});
}

std::optional<YamlNode> load_yaml(ProblemLog& log) {
    const SourceFile file = read_source(log.file());
    if (!file.text) {
        log.add(0, file.problem);
        return std::nullopt;
    }
    try {
        return parse(*file.text, log);
    } catch (const Refused& refused) {
        log.add(refused.line, refused.what);
    } catch (const YAML::Exception& error) {
        // yaml-cpp says no more than this of "[why?, how?]".
        const bool punctuation = error.msg == YAML::ErrorMsg::UNKNOWN_TOKEN;
        log.add(error.mark.is_null() ? 0 : line_of(error.mark),
                fmt::format("not YAML: {}{}", error.msg,
                            punctuation ? ": put a text with punctuation in quotes" : ""));
    }
    return std::nullopt;
}

} // namespace threadlab::course
