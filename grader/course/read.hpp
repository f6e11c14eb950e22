// course.yaml, exercise.yaml and hidden.yaml -> the structs of course.hpp, strictly.
#pragma once

#include "course/course.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::course {

// One thing wrong in a manifest. `line` counts from 1; 0 means the whole file.
struct Problem {
    std::filesystem::path file;
    int line = 0;
    std::string what; // what is wrong, and what would be right
};

// "file:line: what"
std::string to_string(const Problem& problem);

template <typename T>
using Result = std::variant<T, std::vector<Problem>>;

// Reads <exercises>/course.yaml. Problems, if any, in line order.
Result<Course> read_course(const std::filesystem::path& exercises);

// Reads <folder>/exercise.yaml and, if `solutions` is given and holds one, <solutions>/hidden.yaml.
// `defaults` are the course's limits. A file that is absent, unreadable or not YAML is a Problem;
// so is everything that the manifest's reference in docs/manifest.md forbids.
Result<Exercise> read_exercise(const std::filesystem::path& folder,
                               const std::optional<std::filesystem::path>& solutions,
                               const Limits& defaults);

// The id in `course` that a person means by `name`: "3", "03", "race-fix" or "03-race-fix".
std::optional<std::string> find_exercise(const Course& course, const std::string& name);

} // namespace threadlab::course
