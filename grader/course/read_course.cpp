#include "course/due_date.hpp"
#include "course/manifest_parts.hpp"
#include "course/read.hpp"
#include "course/suggest.hpp"
#include "course/yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace threadlab::course {

namespace {

namespace fs = std::filesystem;

constexpr NumberRange weight_range{0, std::numeric_limits<double>::max(), "a number from 0 up"};
constexpr NumberRange penalty_range{0, 100, "a number of percent from 0 to 100"};
constexpr int oldest_clang = 14;

std::optional<int> parse_digits(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

// "clang" or "clang-NN" of a version that the sanitizers can be had from.
bool is_compiler(std::string_view text) {
    if (text == "clang")
        return true;
    if (!text.starts_with("clang-"))
        return false;
    const auto version = parse_digits(text.substr(6));
    return version && *version >= oldest_clang && text == fmt::format("clang-{}", *version);
}

class CourseReader {
public:
    explicit CourseReader(const fs::path& exercises)
        : exercises_(exercises), log_(exercises / "course.yaml") {}

    Result<Course> read() {
        if (const auto manifest = load_yaml(log_))
            read_manifest(*manifest);
        if (!log_.problems().empty())
            return log_.problems();
        return course_;
    }

private:
    void read_manifest(const YamlNode& manifest) {
        const MapReader map(manifest, "the course",
                            {"format", "name", "exercises", "penalty_per_day", "counts", "branches",
                             "toolchain", "limits"},
                            log_);
        check_format(map);
        if (const auto name = map.text("name"))
            course_.name = name->text;
        for (const YamlNode& node : map.list("exercises"))
            read_entry(node);
        course_.penalty_per_day =
            map.number("penalty_per_day", penalty_range, Need::optional).value_or(0);
        if (map.choice("counts", {"latest", "best"}, Need::optional) == std::size_t{1})
            course_.counts = Counts::best;
        if (const YamlNode* branches = map.value("branches", Need::optional))
            read_branches(*branches);
        if (const YamlNode* toolchain = map.value("toolchain", Need::optional))
            read_toolchain(*toolchain);
        course_.limits = read_limits(map, {}, log_);
    }

    void read_entry(const YamlNode& node) {
        const MapReader map(node, "the exercise", {"id", "weight", "due"}, log_);
        CourseExercise entry;
        const auto id = map.text("id");
        entry.weight = map.number("weight", weight_range, Need::optional).value_or(entry.weight);
        if (const auto due = map.text("due", Need::optional)) {
            entry.due = due->text;
            if (!is_due_date(due->text))
                map.refuse("due", fmt::format("'due' must be a date and time with its offset from "
                                              "UTC, such as 2027-01-15T23:59:00+01:00, not '{}'",
                                              due->text));
        }
        if (!id)
            return;
        entry.id = id->text;
        check_id(*id);
        course_.exercises.push_back(entry);
        lines_.push_back(id->line);
    }

    void check_id(const Text& id) {
        if (!is_exercise_id(id.text)) {
            log_.add(id.line, fmt::format("the id '{}' must be two digits, a hyphen and lower-case "
                                          "words with hyphens, such as '03-race-fix'",
                                          id.text));
            return;
        }
        std::error_code ignored;
        if (!fs::is_directory(exercises_ / id.text, ignored))
            log_.add(id.line, fmt::format("there is no folder {}: add it, or remove the exercise",
                                          (exercises_ / id.text).string()));
        check_unique(id);
    }

    // EX=03 and EX=race-fix must each mean one exercise, so numbers and names are unique too.
    void check_unique(const Text& id) {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const std::string& other = course_.exercises[i].id;
            if (!is_exercise_id(other))
                continue;
            const std::string first = fmt::format("{}:{}", "course.yaml", lines_[i]);
            if (other == id.text)
                log_.add(id.line, fmt::format("the exercise '{}' is already at {}: remove one",
                                              id.text, first));
            else if (other.substr(0, 2) == id.text.substr(0, 2))
                log_.add(id.line, fmt::format("'{}' has the number of '{}' at {}: give it another",
                                              id.text, other, first));
            else if (other.substr(3) == id.text.substr(3))
                log_.add(id.line, fmt::format("'{}' has the name of '{}' at {}: give it another",
                                              id.text, other, first));
            else
                continue;
            return;
        }
    }

    void read_branches(const YamlNode& node) {
        if (node.kind != YamlNode::Kind::map) {
            log_.add(node.line, "'branches' must be a map from branch names to exercise ids, such "
                                "as {\"lab3-*\": 03-race-fix}");
            return;
        }
        std::vector<std::string> ids;
        ids.reserve(course_.exercises.size());
        for (const CourseExercise& exercise : course_.exercises)
            ids.push_back(exercise.id);
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            const YamlNode& key = node.keys[i];
            const auto glob = as_text(key, "a branch name", log_);
            const auto id = as_text(node.items[i], fmt::format("the branch '{}'", key.text), log_);
            if (!glob || !id)
                continue;
            if (std::find(ids.begin(), ids.end(), id->text) == ids.end())
                log_.add(id->line,
                         fmt::format("the branch '{}' means the unknown exercise '{}': {}",
                                     glob->text, id->text,
                                     suggestion(id->text, ids, "the exercises are")));
            course_.branches.emplace(glob->text, id->text);
        }
    }

    void read_toolchain(const YamlNode& node) {
        const MapReader map(node, "'toolchain'", {"compiler", "standard"}, log_);
        if (const auto compiler = map.text("compiler", Need::optional)) {
            course_.toolchain.compiler = compiler->text;
            if (!is_compiler(compiler->text))
                map.refuse("compiler", fmt::format("'compiler' must be clang, or one version from "
                                                   "clang-{} up, not '{}'",
                                                   oldest_clang, compiler->text));
        }
        const std::vector<std::string> standards = {"c++20", "c++23"};
        if (const auto place = map.choice("standard", standards, Need::optional))
            course_.toolchain.standard = standards[*place];
    }

    fs::path exercises_;
    ProblemLog log_;
    Course course_;
    std::vector<int> lines_; // of the ids in course_.exercises
};

} // namespace

std::string to_string(const Problem& problem) {
    if (problem.line == 0)
        return fmt::format("{}: {}", problem.file.string(), problem.what);
    return fmt::format("{}:{}: {}", problem.file.string(), problem.line, problem.what);
}

Result<Course> read_course(const fs::path& exercises) {
    return CourseReader(exercises).read();
}

std::optional<std::string> find_exercise(const Course& course, const std::string& name) {
    const auto number = parse_digits(name);
    for (const CourseExercise& exercise : course.exercises) {
        const std::string& id = exercise.id;
        if (!is_exercise_id(id))
            continue;
        if (id == name || id.substr(3) == name ||
            (number && parse_digits(std::string_view(id).substr(0, 2)) == number))
            return id;
    }
    return std::nullopt;
}

} // namespace threadlab::course
