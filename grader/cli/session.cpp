#include "cli/session.hpp"

#include "course/read.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sched.h>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

std::string all_problems(const std::vector<course::Problem>& problems) {
    std::string text;
    for (const course::Problem& problem : problems) {
        text += (text.empty() ? "" : "\n") + to_string(problem);
    }
    return text;
}

template <typename T>
T value_or_throw(course::Result<T> result) {
    if (const auto* problems = std::get_if<std::vector<course::Problem>>(&result)) {
        throw UsageError(all_problems(*problems));
    }
    return std::get<T>(std::move(result));
}

std::string known_exercises(const course::Course& course) {
    std::string ids;
    for (const course::CourseExercise& exercise : course.exercises) {
        ids += (ids.empty() ? "" : ", ") + exercise.id;
    }
    return ids;
}

} // namespace

Places find_places() {
    Places places;
    places.program = fs::read_symlink("/proc/self/exe").parent_path();
    const fs::path built_in = places.program.parent_path();
    places.grader = built_in / "grader";
    for (fs::path folder = fs::current_path(); !folder.empty(); folder = folder.parent_path()) {
        if (fs::exists(folder / "exercises/course.yaml")) {
            places.course = folder;
            return places;
        }
        if (folder == folder.root_path()) {
            break;
        }
    }
    if (!fs::exists(built_in / "exercises/course.yaml")) {
        throw UsageError(
            "no exercises/course.yaml here or above; run threadlab in a course's folder");
    }
    places.course = built_in;
    return places;
}

course::Course load_course(const Places& places) {
    return value_or_throw(course::read_course(places.exercises()));
}

std::vector<course::Exercise> load_exercises(const Places& places, const course::Course& course,
                                             const std::vector<std::string>& names) {
    std::vector<std::string> ids;
    for (const std::string& name : names) {
        const std::optional<std::string> id = course::find_exercise(course, name);
        if (!id) {
            throw UsageError(fmt::format("there is no exercise {}; this course has {}", name,
                                         known_exercises(course)));
        }
        if (std::find(ids.begin(), ids.end(), *id) == ids.end()) {
            ids.push_back(*id);
        }
    }
    if (ids.empty()) {
        for (const course::CourseExercise& exercise : course.exercises) {
            ids.push_back(exercise.id);
        }
    }
    std::vector<course::Exercise> exercises;
    for (const std::string& id : ids) {
        const fs::path solutions = places.solutions() / id;
        exercises.push_back(value_or_throw(course::read_exercise(
            places.exercises() / id,
            fs::is_directory(solutions) ? std::optional(solutions) : std::nullopt, course.limits)));
    }
    return exercises;
}

std::unique_ptr<sandbox::Sandbox> open_sandbox(const Places& places,
                                               const std::optional<std::string>& level) {
    if (level) {
        const std::optional<sandbox::Level> wanted = sandbox::parse_level(*level);
        if (!wanted) {
            throw UsageError("--isolation takes full, limits or none, not " + *level);
        }
        return sandbox::make_sandbox(*wanted, places.launcher());
    }
    const sandbox::Probe found = sandbox::probe(places.launcher());
    if (found.level != sandbox::Level::full) {
        fmt::print(stderr,
                   "threadlab: isolation is '{}', not 'full': {}. `threadlab doctor` says more.\n",
                   to_string(found.level), found.why);
    }
    std::unique_ptr<sandbox::Sandbox> sandbox =
        sandbox::make_sandbox(found.level, places.launcher());
    if (const auto missing = sandbox->missing(); !missing.empty()) {
        fmt::print(stderr, "threadlab: isolation lacks {}. `threadlab doctor` says more.\n",
                   fmt::join(missing, ", "));
    }
    return sandbox;
}

judge::Readiness make_ready(const course::Exercise& exercise, const course::Course& course,
                            const Places& places, sandbox::Sandbox& sandbox,
                            ProgressLine& progress) {
    return judge::make_ready(exercise, course.toolchain, places.own_parts(),
                             build::Cache(places.program / "cache"), sandbox,
                             [&](const std::string& text) { progress.announce(text); });
}

int worker_count() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
        return 1;
    }
    return std::max(1, CPU_COUNT(&allowed));
}

} // namespace threadlab::cli
