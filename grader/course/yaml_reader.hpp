// Typed values out of a YAML tree. Whatever is not as it must be goes to the log and comes back as
// nothing, so that one reading finds every problem.
#pragma once

#include "course/yaml_tree.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::course {

struct WholeRange {
    int least;
    int most;
};

struct NumberRange {
    double least;
    double most;
    const char* says; // "a number above 0"
};

struct Text {
    std::string text;
    int line = 0;
};

enum class Need { required, optional };

// A text that is not empty. `what` names it in a problem: "'title'".
std::optional<Text> as_text(const YamlNode& node, const std::string& what, ProblemLog& log);

// One map of a manifest with the keys that it may have. Logs unknown keys when it is made. A node
// that is no map is logged once, and no key is then called missing.
class MapReader {
public:
    // `name` says in a problem which map it is: "the check 'sums'".
    MapReader(const YamlNode& node, std::string name, std::initializer_list<const char*> known,
              ProblemLog& log);

    bool is_map() const { return node_.kind == YamlNode::Kind::map; }
    bool has(const std::string& key) const { return find(key) != nullptr; }
    // The line of `key`, or the map's own if it is not there.
    int line(const std::string& key) const;

    // The value of `key`, of any type. A required one that is missing is logged, here and below.
    const YamlNode* value(const std::string& key, Need need) const;

    std::optional<Text> text(const std::string& key, Need need = Need::required) const;
    std::optional<int> whole(const std::string& key, WholeRange range,
                             Need need = Need::required) const;
    std::optional<double> number(const std::string& key, NumberRange range,
                                 Need need = Need::required) const;
    // One of `words`, as its place among them.
    std::optional<std::size_t> choice(const std::string& key, const std::vector<std::string>& words,
                                      Need need = Need::required) const;
    // The items of a list; a required list has at least one.
    std::vector<YamlNode> list(const std::string& key, Need need = Need::required) const;
    // The items of a list of texts that has none twice.
    std::vector<Text> texts(const std::string& key, Need need = Need::optional) const;

    // Logs a problem at the line of `key`.
    void refuse(const std::string& key, const std::string& what) const;

private:
    const YamlNode* find(const std::string& key) const;
    void wrong_type(const std::string& key, const YamlNode& node, const std::string& right) const;

    const YamlNode& node_;
    std::string name_;
    ProblemLog& log_;
};

// Logs a `format` that is missing or not 1.
void check_format(const MapReader& map);

} // namespace threadlab::course
