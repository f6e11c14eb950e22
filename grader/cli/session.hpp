// What every subcommand begins with: where things are, the course, the sandbox.
#pragma once

#include "build/kit.hpp"
#include "cli/progress.hpp"
#include "course/course.hpp"
#include "judge/grade.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace threadlab::cli {

// Exit statuses of the program, as the README documents them.
enum Exit : int { full_marks = 0, points_lost = 1, usage = 2, could_not_grade = 3 };

// Wrong usage or a broken manifest: the message is for the user, the exit status `usage`.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Where the program's own files and the course's lie.
struct Places {
    std::filesystem::path program; // the folder of the executable: threadlab-launch, cache/
    std::filesystem::path grader;  // the folder of that name: what harnesses are built from
    std::filesystem::path course;  // the folder that holds exercises/

    std::filesystem::path exercises() const { return course / "exercises"; }
    std::filesystem::path solutions() const { return course / "solutions"; }
    std::filesystem::path launcher() const { return program / "threadlab-launch"; }
    std::filesystem::path unpacker() const { return program / "threadlab-unpack"; }
    std::filesystem::path runtime() const { return program / "libthreadlab-explorer.a"; }
    build::OwnParts own_parts() const { return {grader, runtime()}; }
};

// The course is the nearest folder upwards from the working directory that holds
// exercises/course.yaml, else the one that the program was built in. Throws UsageError.
Places find_places();

// Throws UsageError with all that is wrong in the manifest.
course::Course load_course(const Places& places);

// The exercises that `names` mean ("3", "03", "race-fix", "03-race-fix"), or all of the course's if
// there are none. Throws UsageError.
std::vector<course::Exercise> load_exercises(const Places& places, const course::Course& course,
                                             const std::vector<std::string>& names);

// At `level`, if it is given, else at the best that the machine has. Says on standard error, in one
// line, what is missing from full isolation. Throws UsageError for a word that names no level; one
// that cannot be had is found out when something runs.
std::unique_ptr<sandbox::Sandbox> open_sandbox(const Places& places,
                                               const std::optional<std::string>& level);

// What it takes to grade `exercise`, from the cache or built now, which `progress` tells. Throws
// judge::BadChecks.
judge::Readiness make_ready(const course::Exercise& exercise, const course::Course& course,
                            const Places& places, sandbox::Sandbox& sandbox,
                            ProgressLine& progress);

// How many checks may run side by side.
int worker_count();

} // namespace threadlab::cli
