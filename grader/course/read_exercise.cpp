#include "course/check_rules.hpp"
#include "course/manifest_parts.hpp"
#include "course/read.hpp"
#include "course/read_checks.hpp"
#include "course/suggest.hpp"
#include "course/yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace threadlab::course {

namespace {

namespace fs = std::filesystem;

constexpr int full_marks = 100;

struct TaskEntry {
    Task task;
    int line = 0;
    std::optional<Text> about;
};

std::string folder_name(const fs::path& folder) {
    const fs::path whole = fs::absolute(folder).lexically_normal();
    return (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).string();
}

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

std::string read_id(const MapReader& map, const std::string& folder) {
    const auto id = map.text("id");
    if (!id)
        return {};
    if (!is_exercise_id(id->text))
        map.refuse("id", fmt::format("the id '{}' must be two digits, a hyphen and lower-case "
                                     "words with hyphens, such as '03-race-fix'",
                                     id->text));
    else if (id->text != folder)
        map.refuse("id", fmt::format("the id '{}' must be the name of its folder, '{}'", id->text,
                                     folder));
    return id->text;
}

std::string read_edit(const MapReader& map, const fs::path& folder) {
    const auto edit = map.text("edit");
    if (!edit)
        return {};
    const fs::path file = edit->text;
    if (file.has_parent_path() || file.extension() != ".cpp" || file == checks_file) {
        map.refuse("edit", fmt::format("'edit' must be the name of the .cpp file in this folder "
                                       "that students edit, not '{}'",
                                       edit->text));
        return {};
    }
    const std::string header = fs::path(file).replace_extension(".hpp").string();
    for (const std::string& name : {edit->text, header})
        if (!is_file(folder / name))
            map.refuse("edit",
                       fmt::format("there is no file {} in {}: add it", name, folder_name(folder)));
    return edit->text;
}

std::vector<std::string> read_allow(const MapReader& map, ProblemLog& log) {
    const std::vector<std::string> words = {"threads", "processes", "files"};
    std::vector<std::string> allow;
    for (const Text& word : map.texts("allow")) {
        if (std::find(words.begin(), words.end(), word.text) == words.end())
            log.add(word.line, fmt::format("'allow' does not know '{}': {}", word.text,
                                           suggestion(word.text, words, "it takes")));
        else
            allow.push_back(word.text);
    }
    return allow;
}

std::vector<TaskEntry> read_tasks(const MapReader& map, ProblemLog& log) {
    std::vector<TaskEntry> tasks;
    std::map<std::string, int> lines;
    for (const YamlNode& node : map.list("tasks")) {
        const MapReader reader(node, "the task", {"id", "title", "about"}, log);
        const auto id = reader.text("id");
        const auto title = reader.text("title");
        if (!id)
            continue;
        const auto about = read_about(reader);
        tasks.push_back({{id->text, title ? title->text : ""}, node.line, about});
        if (!is_id(id->text))
            reader.refuse("id", fmt::format("the id '{}' must be lower-case words with hyphens, "
                                            "such as 'sleeps'",
                                            id->text));
        const auto [first, added] = lines.emplace(id->text, id->line);
        if (!added)
            reader.refuse("id",
                          fmt::format("the id '{}' is already that of the task at {}:{}: "
                                      "give this one another",
                                      id->text, log.file().filename().string(), first->second));
    }
    return tasks;
}

// What the tasks or checks are about.
template <typename Entry>
std::vector<Text> functions_of(const std::vector<Entry>& entries) {
    std::vector<Text> functions;
    for (const Entry& entry : entries)
        if (entry.about)
            functions.push_back(*entry.about);
    return functions;
}

// The sum of the points, if every check's is known.
std::optional<int> sum_points(const std::vector<CheckEntry>& entries) {
    int sum = 0;
    for (const CheckEntry& entry : entries) {
        if (!entry.points_known)
            return std::nullopt;
        sum += entry.check.points;
    }
    return sum;
}

// The checks of entries without a problem, which belong to `tasks`.
std::vector<Check> plain(const std::vector<CheckEntry>& entries,
                         const std::vector<TaskEntry>& tasks) {
    std::vector<Check> checks;
    for (const CheckEntry& entry : entries) {
        Check& check = checks.emplace_back(entry.check);
        check.task = entry.task ? entry.task->text : "";
        check.test = entry.test ? entry.test->text : "";
        const auto task = std::find_if(tasks.begin(), tasks.end(), [&](const TaskEntry& other) {
            return other.task.id == check.task;
        });
        const auto& about = entry.about || task == tasks.end() ? entry.about : task->about;
        check.about = about ? std::optional(about->text) : std::nullopt;
        for (const Text& need : entry.needs)
            check.needs.push_back(need.text);
    }
    return checks;
}

// One reading of one exercise: gathers the parts, then holds them against each other.
class ExerciseReader {
public:
    ExerciseReader(const fs::path& folder, const std::optional<fs::path>& solutions)
        : log_(folder / "exercise.yaml"),
          hidden_log_(solutions.value_or(fs::path()) / "hidden.yaml") {
        std::error_code ignored;
        exercise_.folder = folder;
        if (solutions && fs::is_directory(*solutions, ignored))
            exercise_.solutions = solutions;
    }

    Result<Exercise> read(const Limits& defaults) {
        if (const auto manifest = load_yaml(log_))
            read_manifest(*manifest, defaults);
        std::vector<Problem> problems = log_.problems();
        const std::vector<Problem>& hidden = hidden_log_.problems();
        problems.insert(problems.end(), hidden.begin(), hidden.end());
        if (!problems.empty())
            return problems;
        exercise_.checks = plain(visible_, tasks_);
        const std::vector<Check> hidden_checks = plain(hidden_, tasks_);
        exercise_.checks.insert(exercise_.checks.end(), hidden_checks.begin(), hidden_checks.end());
        return exercise_;
    }

private:
    void read_manifest(const YamlNode& manifest, const Limits& defaults) {
        const MapReader map(manifest, "the manifest",
                            {"format", "id", "title", "edit", "allow", "hidden_points",
                             "stub_earns", "limits", "tasks", "checks"},
                            log_);
        if (!map.is_map())
            return;
        check_format(map);
        read_head(map);
        const Limits limits = read_limits(map, defaults, log_);
        tasks_ = read_tasks(map, log_);
        visible_ = read_checks(map, Audience::everybody, limits, log_);
        add_tasks();
        check_tests({visible_, log_}, exercise_.folder / checks_file, map.line("checks"));
        check_visible_points(map);
        read_hidden(map, limits);

        std::vector<CheckFile> files{{visible_, log_}};
        if (!hidden_.empty())
            files.push_back({hidden_, hidden_log_});
        check_ids(files);
        if (!tasks_.empty())
            check_tasks(files, exercise_.tasks);
        check_needs(files);
        check_functions(functions_of(tasks_), exercise_.header(), log_);
        for (const CheckFile& file : files)
            check_functions(functions_of(file.entries), exercise_.header(), file.log);
    }

    void read_head(const MapReader& map) {
        exercise_.id = read_id(map, folder_name(exercise_.folder));
        if (const auto title = map.text("title"))
            exercise_.title = title->text;
        exercise_.edit = read_edit(map, exercise_.folder);
        exercise_.allow = read_allow(map, log_);
        hidden_points_ = map.has("hidden_points")
                             ? map.whole("hidden_points", {0, full_marks}, Need::optional)
                             : std::optional<int>(0);
        exercise_.hidden_points = hidden_points_.value_or(0);
        constexpr int most_for_nothing = 15;
        exercise_.stub_earns =
            map.whole("stub_earns", {0, most_for_nothing}, Need::optional).value_or(0);
    }

    void add_tasks() {
        for (const TaskEntry& entry : tasks_) {
            exercise_.tasks.push_back(entry.task);
            const bool used = std::any_of(visible_.begin(), visible_.end(), [&](const auto& check) {
                return check.task && check.task->text == entry.task.id;
            });
            if (!used && !visible_.empty())
                log_.add(entry.line, fmt::format("the task '{}' has no check: add a visible one",
                                                 entry.task.id));
        }
    }

    void check_visible_points(const MapReader& map) {
        const auto visible = sum_points(visible_);
        if (visible_.empty() || !visible || !hidden_points_)
            return;
        if (*visible + *hidden_points_ != full_marks)
            map.refuse(map.has("hidden_points") ? "hidden_points" : "checks",
                       fmt::format("the visible checks have {} points and 'hidden_points' is {}: "
                                   "together they must be {}, not {}",
                                   *visible, *hidden_points_, full_marks,
                                   *visible + *hidden_points_));
    }

    void read_hidden(const MapReader& visible, const Limits& limits) {
        if (!exercise_.solutions)
            return;
        if (!is_file(hidden_log_.file())) {
            if (exercise_.hidden_points > 0)
                visible.refuse("hidden_points",
                               fmt::format("'hidden_points' is {}, but there is no file {}: add it",
                                           exercise_.hidden_points, hidden_log_.file().string()));
            return;
        }
        const auto manifest = load_yaml(hidden_log_);
        if (!manifest)
            return;
        const MapReader map(*manifest, "hidden.yaml", {"checks"}, hidden_log_);
        hidden_ = read_checks(map, Audience::instructors, limits, hidden_log_);
        if (hidden_.empty())
            return;
        check_tests({hidden_, hidden_log_}, *exercise_.solutions / hidden_checks_file,
                    map.line("checks"));
        const auto sum = sum_points(hidden_);
        if (sum && hidden_points_ && *sum != *hidden_points_)
            map.refuse("checks", fmt::format("the hidden checks have {} points, but "
                                             "'hidden_points' in exercise.yaml is {}: make them "
                                             "equal",
                                             *sum, *hidden_points_));
    }

    ProblemLog log_;
    ProblemLog hidden_log_;
    Exercise exercise_;
    std::optional<int> hidden_points_; // absent if wrong
    std::vector<TaskEntry> tasks_;
    std::vector<CheckEntry> visible_;
    std::vector<CheckEntry> hidden_;
};

} // namespace

Result<Exercise> read_exercise(const fs::path& folder, const std::optional<fs::path>& solutions,
                               const Limits& defaults) {
    return ExerciseReader(folder, solutions).read(defaults);
}

} // namespace threadlab::course
