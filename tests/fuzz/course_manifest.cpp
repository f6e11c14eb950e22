// course.yaml.

#include "temp_folder.hpp"

#include "course/read.hpp"
#include "manifest.hpp"
#include "target.hpp"

#include <set>
#include <string>

using namespace threadlab;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const testing::TempFolder folder;
    static const bool made = [] {
        folder.write("01-threading/README.md", "");
        folder.write("03-race-fix/README.md", "");
        return true;
    }();
    require(made, "there is a folder to read from");
    const std::string_view text = fuzz::text_of(data, size);
    folder.write("course.yaml", text);
    const auto read = course::read_course(folder.path());
    if (const auto* problems = std::get_if<std::vector<course::Problem>>(&read)) {
        fuzz::require_places(*problems, {{folder.path() / "course.yaml", text}});
        return 0;
    }
    const auto& course = std::get<course::Course>(read);
    std::set<std::string> ids;
    for (const auto& exercise : course.exercises) {
        require(ids.insert(exercise.id).second, "an exercise is listed once");
        require(course::find_exercise(course, exercise.id) == exercise.id, "its id finds it");
        require(exercise.weight >= 0, "no weight is below 0");
    }
    for (const auto& [branch, id] : course.branches) {
        require(ids.contains(id), "a branch means an exercise that there is");
    }
    return 0;
}
