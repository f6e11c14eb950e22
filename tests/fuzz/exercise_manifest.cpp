// exercise.yaml and, behind a NUL byte, hidden.yaml.

#include "temp_folder.hpp"

#include "course/read.hpp"
#include "manifest.hpp"
#include "target.hpp"

#include <set>
#include <string>

using namespace threadlab;
using fuzz::require;

namespace {

constexpr const char* visible_tests = "TEST(Counter, AddsUp) {}\nTEST(Counter, Scales) {}\n";
constexpr const char* hidden_tests = "TEST(HiddenCounter, AddsUp) {}\n";

void make_folders(const testing::TempFolder& folder) {
    folder.write("exercises/03-race-fix/race_fix.cpp", "");
    folder.write("exercises/03-race-fix/race_fix.hpp", "struct Counter { void add(); };\n");
    folder.write("exercises/03-race-fix/checks.cpp", visible_tests);
    folder.write("solutions/03-race-fix/hidden_checks.cpp", hidden_tests);
}

void require_sound(const course::Exercise& exercise) {
    std::set<std::string> ids;
    for (const course::Check& check : exercise.checks) {
        ids.insert(check.id);
    }
    require(ids.size() == exercise.checks.size(), "no two checks have the same id");
    int points = 0;
    for (const course::Check& check : exercise.checks) {
        points += check.points;
        require(std::ranges::any_of(exercise.tasks,
                                    [&](const auto& task) { return task.id == check.task; }),
                "a check belongs to a task that there is");
        require(
            std::ranges::all_of(check.needs, [&](const auto& need) { return ids.contains(need); }),
            "a check needs checks that there are");
        require(check.limits.seconds > 0 && check.limits.memory_mb > 0, "a limit is above 0");
    }
    require(points == 100, "the points add up to 100");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const testing::TempFolder folder;
    static const bool made = (make_folders(folder), true);
    require(made, "there is a folder to read from");
    const std::string_view text = fuzz::text_of(data, size);
    const std::string_view visible = text.substr(0, text.find('\0'));
    const std::string_view hidden = text.substr(std::min(visible.size() + 1, text.size()));
    const auto exercise_yaml = folder.write("exercises/03-race-fix/exercise.yaml", visible);
    const auto hidden_yaml = folder.write("solutions/03-race-fix/hidden.yaml", hidden);
    const auto read =
        course::read_exercise(folder.path() / "exercises/03-race-fix",
                              folder.path() / "solutions/03-race-fix", course::Limits{});
    if (const auto* problems = std::get_if<std::vector<course::Problem>>(&read)) {
        fuzz::require_places(*problems, {{exercise_yaml, visible}, {hidden_yaml, hidden}});
    } else {
        require_sound(std::get<course::Exercise>(read));
    }
    return 0;
}
