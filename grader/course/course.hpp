// A course and its exercises as plain structs: what course.yaml, exercise.yaml and hidden.yaml say.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::course {

// How a check is run. `native`: the optimised build, for real. `explore`: many schedules of the
// explorer. `virtual_time`: the explorer with simulated time. `race`: the explorer's schedules, and
// ThreadSanitizer, several times. `timing`: the optimised build against a baseline, as a ratio.
enum class Kind { native, explore, virtual_time, race, timing };

// Who sees a check's details: everybody, nobody, or everybody once the due date has passed.
enum class Visibility { visible, hidden, after_due_date };

// What one check may use. `seconds` bounds CPU time and, separately, time without progress.
struct Limits {
    double seconds = 10;
    int memory_mb = 512;
    int threads = 64;
    int output_kb = 64;

    bool operator==(const Limits&) const = default;
};

// The recorded measure `of`, divided by the recorded measure `to`, must be at most `at_most`.
struct Threshold {
    std::string of;
    std::string to;
    double at_most = 0;
};

// A lecture's example, and what a passed check shows of it: `shows` is a sentence with the names of
// recorded measures in braces.
struct Figure {
    std::string of;
    std::string shows;
};

struct Task {
    std::string id;
    std::string title;
};

struct Check {
    std::string id;
    std::string says; // one sentence: the behaviour that this check proves
    std::string task; // id of a Task
    std::string test; // "Suite.Name" of the GoogleTest
    // A function of the header that the check calls, as "ThreadPool::post": where a failure that
    // has no line of its own is told.
    std::optional<std::string> about;
    Kind kind = Kind::native;
    int points = 0;
    std::vector<std::string> needs; // ids of checks that must pass first
    std::vector<std::string> hints; // up to three, mildest first
    Limits limits;
    std::optional<Threshold> threshold; // timing, virtual_time
    std::optional<Figure> figure;       // explore, virtual_time, native
    // timing: free cores without which it says nothing; virtual_time: simulated cores, without
    // which computing costs nothing
    std::optional<int> cores;
    int repeats = 5;   // race only: how many runs under ThreadSanitizer
    int schedules = 0; // explore, virtual_time: how many are run
    Visibility visibility = Visibility::visible;
};

// The names of the files with an exercise's checks: in its folder, and in that of its solutions.
inline constexpr const char* checks_file = "checks.cpp";
inline constexpr const char* hidden_checks_file = "hidden_checks.cpp";
// In the exercise's folder, if there is one: what both files of checks include.
inline constexpr const char* checks_header = "checks.hpp";

struct Exercise {
    std::string id; // "01-threading"
    std::string title;
    std::string edit;             // the one file that a student edits: "threading.cpp"
    std::filesystem::path folder; // exercises/<id>
    std::optional<std::filesystem::path> solutions; // solutions/<id>, where it is to be had
    std::vector<std::string> allow;                 // threads, processes, files
    int hidden_points = 0;                          // what hidden.yaml adds, there or not
    int stub_earns = 0;                             // the most that the untouched stub may get
    std::vector<Task> tasks;                        // in the order of the problem sheet
    std::vector<Check> checks; // the visible ones in manifest order, then the hidden ones

    // What the submission and the checks include.
    std::filesystem::path header() const {
        return folder / std::filesystem::path(edit).replace_extension(".hpp");
    }

    // The check of that id, or nullptr.
    const Check* find_check(std::string_view wanted) const {
        const auto found = std::find_if(checks.begin(), checks.end(),
                                        [&](const Check& check) { return check.id == wanted; });
        return found == checks.end() ? nullptr : &*found;
    }
};

struct CourseExercise {
    std::string id;
    double weight = 1;
    std::optional<std::string> due; // ISO 8601 with an offset: 2027-01-15T23:59:00+01:00
};

// Which of a student's several submissions counts.
enum class Counts { latest, best };

struct Toolchain {
    std::string compiler = "clang"; // "clang": the newest found; "clang-19": that one
    std::string standard = "c++20";
};

struct Course {
    std::string name;
    std::vector<CourseExercise> exercises;
    double penalty_per_day = 0; // percent of an exercise's points, per day begun
    Counts counts = Counts::latest;
    std::map<std::string, std::string> branches; // glob over branch names -> exercise id
    Toolchain toolchain;
    Limits limits; // defaults for every exercise
};

// Whether `allow`, of an exercise, names that class: "threads", "processes" or "files".
inline bool allows(const std::vector<std::string>& allow, std::string_view what) {
    return std::find(allow.begin(), allow.end(), what) != allow.end();
}

} // namespace threadlab::course
