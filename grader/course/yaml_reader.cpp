#include "course/yaml_reader.hpp"

#include "course/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace threadlab::course {

namespace {

template <typename Number>
std::optional<Number> parse_number(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::scalar || node.quoted)
        return std::nullopt;
    std::string_view text = node.text;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    // Without a digit in front, from_chars would read the words "inf" and "nan".
    const std::size_t first = text.find_first_not_of("-.");
    if (first == std::string_view::npos || text[first] < '0' || text[first] > '9')
        return std::nullopt;
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool is_boolean(const YamlNode& node) {
    return !node.quoted && (node.text == "true" || node.text == "True" || node.text == "TRUE" ||
                            node.text == "false" || node.text == "False" || node.text == "FALSE");
}

bool is_text(const YamlNode& node) {
    return node.kind == YamlNode::Kind::scalar && !is_boolean(node) && !parse_number<double>(node);
}

std::string describe(const YamlNode& node) {
    constexpr std::size_t longest = 40;
    switch (node.kind) {
    case YamlNode::Kind::null:
        return "nothing";
    case YamlNode::Kind::list:
        return "a list";
    case YamlNode::Kind::map:
        return "a map";
    case YamlNode::Kind::scalar:
        break;
    }
    if (!is_text(node))
        return node.text;
    return node.text.size() > longest ? "a long text" : fmt::format("the text \"{}\"", node.text);
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

} // namespace

std::optional<Text> as_text(const YamlNode& node, const std::string& what, ProblemLog& log) {
    if (!is_text(node)) {
        const bool scalar = node.kind == YamlNode::Kind::scalar;
        const std::string cure = scalar ? fmt::format(": write \"{}\" in quotes", node.text) : "";
        log.add(node.line, fmt::format("{} must be a text, not {}{}", what, describe(node), cure));
        return std::nullopt;
    }
    if (is_blank(node.text)) {
        log.add(node.line, what + " is empty: give it a text");
        return std::nullopt;
    }
    return Text{node.text, node.line};
}

MapReader::MapReader(const YamlNode& node, std::string name,
                     std::initializer_list<const char*> known, ProblemLog& log)
    : node_(node), name_(std::move(name)), log_(log) {
    const std::vector<std::string> words(known.begin(), known.end());
    if (!is_map())
        log_.add(node.line, fmt::format("{} must be a map with the keys {}, not {}", name_,
                                        enumerate(words), describe(node)));
    for (const YamlNode& key : node.keys)
        if (std::find(words.begin(), words.end(), key.text) == words.end())
            log_.add(key.line, fmt::format("{} has the unknown key '{}': {}", name_, key.text,
                                           suggestion(key.text, words, "the keys are")));
}

const YamlNode* MapReader::find(const std::string& key) const {
    for (std::size_t i = 0; i < node_.keys.size(); ++i)
        if (node_.keys[i].text == key)
            return &node_.items[i];
    return nullptr;
}

int MapReader::line(const std::string& key) const {
    for (const YamlNode& candidate : node_.keys)
        if (candidate.text == key)
            return candidate.line;
    return node_.line;
}

const YamlNode* MapReader::value(const std::string& key, Need need) const {
    const YamlNode* found = find(key);
    if (found == nullptr && need == Need::required && is_map())
        log_.add(node_.line, fmt::format("{} has no '{}': add it", name_, key));
    return found;
}

std::optional<Text> MapReader::text(const std::string& key, Need need) const {
    const YamlNode* node = value(key, need);
    if (node == nullptr)
        return std::nullopt;
    return as_text(*node, fmt::format("'{}'", key), log_);
}

std::optional<int> MapReader::whole(const std::string& key, WholeRange range, Need need) const {
    const YamlNode* node = value(key, need);
    if (node == nullptr)
        return std::nullopt;
    const auto number = parse_number<int>(*node);
    if (!number || *number < range.least || *number > range.most) {
        wrong_type(key, *node,
                   fmt::format("a whole number from {} to {}", range.least, range.most));
        return std::nullopt;
    }
    return number;
}

std::optional<double> MapReader::number(const std::string& key, NumberRange range,
                                        Need need) const {
    const YamlNode* node = value(key, need);
    if (node == nullptr)
        return std::nullopt;
    const auto number = parse_number<double>(*node);
    if (!number || !std::isfinite(*number) || *number < range.least || *number > range.most) {
        wrong_type(key, *node, range.says);
        return std::nullopt;
    }
    return number;
}

std::optional<std::size_t>
MapReader::choice(const std::string& key, const std::vector<std::string>& words, Need need) const {
    const YamlNode* node = value(key, need);
    if (node == nullptr)
        return std::nullopt;
    const auto place = std::find(words.begin(), words.end(), node->text);
    if (node->kind != YamlNode::Kind::scalar || place == words.end()) {
        wrong_type(key, *node, "one of: " + enumerate(words));
        return std::nullopt;
    }
    return static_cast<std::size_t>(place - words.begin());
}

std::vector<YamlNode> MapReader::list(const std::string& key, Need need) const {
    const YamlNode* node = value(key, need);
    if (node == nullptr)
        return {};
    if (node->kind != YamlNode::Kind::list)
        wrong_type(key, *node, "a list");
    else if (node->items.empty() && need == Need::required)
        log_.add(node->line, fmt::format("'{}' is empty: it needs at least one entry", key));
    return node->kind == YamlNode::Kind::list ? node->items : std::vector<YamlNode>{};
}

std::vector<Text> MapReader::texts(const std::string& key, Need need) const {
    std::vector<Text> result;
    for (const YamlNode& item : list(key, need)) {
        const auto text = as_text(item, fmt::format("an entry of '{}'", key), log_);
        if (!text)
            continue;
        const bool twice = std::any_of(result.begin(), result.end(),
                                       [&](const Text& other) { return other.text == text->text; });
        if (twice)
            log_.add(item.line, fmt::format("'{}' has \"{}\" twice: remove one", key, text->text));
        else
            result.push_back(*text);
    }
    return result;
}

void MapReader::refuse(const std::string& key, const std::string& what) const {
    log_.add(line(key), what);
}

void MapReader::wrong_type(const std::string& key, const YamlNode& node,
                           const std::string& right) const {
    log_.add(node.line, fmt::format("'{}' must be {}, not {}", key, right, describe(node)));
}

void check_format(const MapReader& map) {
    const YamlNode* node = map.value("format", Need::required);
    if (node != nullptr && parse_number<int>(*node) != 1)
        map.refuse("format",
                   fmt::format("'format' must be 1, the only one that this version reads, not {}",
                               describe(*node)));
}

} // namespace threadlab::course
