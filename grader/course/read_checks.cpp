#include "course/read_checks.hpp"

#include "course/manifest_parts.hpp"
#include "course/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace threadlab::course {

namespace {

constexpr WholeRange points_range{0, 100};
constexpr WholeRange repeats_range{1, 50};
constexpr WholeRange schedules_range{1, 100'000};
constexpr WholeRange cores_range{1, 64};
constexpr std::size_t most_hints = 3;
constexpr NumberRange ratio_range{std::numeric_limits<double>::min(),
                                  std::numeric_limits<double>::max(), "a number above 0"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_identifier(std::string_view text) {
    const auto in_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
    };
    return !text.empty() && !is_digit(text[0]) && std::all_of(text.begin(), text.end(), in_word);
}

bool is_test_name(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot != std::string_view::npos && is_identifier(text.substr(0, dot)) &&
           is_identifier(text.substr(dot + 1));
}

std::string name_of(const YamlNode& node) {
    for (std::size_t i = 0; i < node.keys.size(); ++i)
        if (node.keys[i].text == "id" && !node.items[i].text.empty())
            return fmt::format("the check '{}'", node.items[i].text);
    return "the check";
}

class CheckReader {
public:
    CheckReader(const YamlNode& node, Audience audience, const Limits& defaults, ProblemLog& log)
        : map_(node, name_of(node),
               {"id", "says", "task", "test", "about", "kind", "points", "needs", "hints", "limits",
                "threshold", "figure", "cores", "repeats", "schedules", "visibility"},
               log),
          audience_(audience), log_(log) {
        entry_.line = node.line;
        read_words();
        read_kind();
        read_points();
        read_kind_options();
        read_visibility();
        entry_.check.limits = read_limits(map_, defaults, log);
    }

    CheckEntry take() { return std::move(entry_); }

private:
    void read_words() {
        entry_.id_line = map_.line("id");
        if (const auto id = map_.text("id")) {
            entry_.check.id = id->text;
            if (!is_id(id->text))
                map_.refuse("id", fmt::format("the id '{}' must be lower-case words with hyphens, "
                                              "such as 'adds-up'",
                                              id->text));
        }
        if (const auto says = map_.text("says"))
            entry_.check.says = says->text;
        entry_.task = map_.text("task");
        read_test();
        entry_.about = read_about(map_);
        entry_.needs = map_.texts("needs");
        for (const Text& hint : map_.texts("hints"))
            entry_.check.hints.push_back(hint.text);
        if (entry_.check.hints.size() > most_hints)
            map_.refuse("hints", fmt::format("'hints' has {} hints: at most {} are allowed",
                                             entry_.check.hints.size(), most_hints));
    }

    void read_test() {
        const auto test = map_.text("test");
        if (!test)
            return;
        if (is_test_name(test->text))
            entry_.test = test;
        else
            map_.refuse("test",
                        fmt::format("'test' must be of the form Suite.Name, not '{}'", test->text));
    }

    void read_kind() {
        const auto word = map_.text("kind");
        if (!word)
            return;
        const std::vector<std::string> kinds = {"native", "explore", "virtual", "race", "timing"};
        const auto place = std::find(kinds.begin(), kinds.end(), word->text);
        entry_.kind_known = place != kinds.end();
        if (entry_.kind_known) {
            constexpr Kind values[] = {Kind::native, Kind::explore, Kind::virtual_time, Kind::race,
                                       Kind::timing};
            entry_.check.kind = values[place - kinds.begin()];
        } else {
            map_.refuse("kind", fmt::format("unknown kind '{}': {}", word->text,
                                            suggestion(word->text, kinds, "the kinds are")));
        }
    }

    void read_points() {
        const auto points = map_.whole("points", points_range);
        entry_.points_known = points.has_value();
        entry_.check.points = points.value_or(0);
    }

    // The keys that only one kind has.
    void read_kind_options() {
        if (!entry_.kind_known)
            return;
        const Kind kind = entry_.check.kind;
        const bool timing = kind == Kind::timing;
        const bool virtual_time = kind == Kind::virtual_time;
        if (allowed("threshold", timing || virtual_time, "'timing' and 'virtual'"))
            read_threshold(timing ? Need::required : Need::optional);
        if (allowed("figure", kind != Kind::race && !timing, "'native', 'explore' and 'virtual'"))
            read_figure();
        if (allowed("cores", timing || virtual_time, "'timing' and 'virtual'"))
            entry_.check.cores = map_.whole("cores", cores_range, Need::optional);
        if (allowed("repeats", kind == Kind::race, "'race'"))
            entry_.check.repeats =
                map_.whole("repeats", repeats_range, Need::optional).value_or(entry_.check.repeats);
        if (allowed("schedules", kind == Kind::explore || virtual_time,
                    "'explore' and 'virtual'")) {
            constexpr int to_explore = 400;
            constexpr int in_virtual_time = 20;
            entry_.check.schedules = map_.whole("schedules", schedules_range, Need::optional)
                                         .value_or(virtual_time ? in_virtual_time : to_explore);
        }
    }

    bool allowed(const std::string& key, bool right_kind, const char* kinds) {
        if (!right_kind && map_.has(key))
            map_.refuse(key,
                        fmt::format("'{}' is for checks of kind {} only: remove it", key, kinds));
        return right_kind;
    }

    void read_threshold(Need need) {
        const YamlNode* node = map_.value("threshold", need);
        if (node == nullptr)
            return;
        const MapReader threshold(*node, "'threshold'", {"of", "to", "at_most"}, log_);
        const auto of = threshold.text("of");
        const auto to = threshold.text("to");
        const auto at_most = threshold.number("at_most", ratio_range);
        if (of && to && at_most)
            entry_.check.threshold = Threshold{of->text, to->text, *at_most};
    }

    void read_figure() {
        const YamlNode* node = map_.value("figure", Need::optional);
        if (node == nullptr)
            return;
        const MapReader figure(*node, "'figure'", {"of", "shows"}, log_);
        const auto of = figure.text("of");
        const auto shows = figure.text("shows");
        if (of && shows)
            entry_.check.figure = Figure{of->text, shows->text};
        if (shows && shows->text.find('{') == std::string::npos)
            figure.refuse("shows", "'shows' must name a recorded measure in braces, such as "
                                   "'{threaded} s'");
    }

    void read_visibility() {
        if (audience_ == Audience::everybody) {
            if (map_.has("visibility"))
                map_.refuse("visibility", "a visible check has no 'visibility': remove it, or move "
                                          "the check to hidden.yaml");
            return;
        }
        const auto place = map_.choice("visibility", {"hidden", "after_due_date"});
        entry_.check.visibility =
            place == std::size_t{1} ? Visibility::after_due_date : Visibility::hidden;
    }

    MapReader map_;
    Audience audience_;
    ProblemLog& log_;
    CheckEntry entry_;
};

} // namespace

std::vector<CheckEntry> read_checks(const MapReader& map, Audience audience, const Limits& defaults,
                                    ProblemLog& log) {
    std::vector<CheckEntry> entries;
    for (const YamlNode& node : map.list("checks"))
        entries.push_back(CheckReader(node, audience, defaults, log).take());
    return entries;
}

} // namespace threadlab::course
