// The parts that course.yaml, exercise.yaml and hidden.yaml share.
#pragma once

#include "course/course.hpp"
#include "course/yaml_reader.hpp"

#include <optional>
#include <string>

namespace threadlab::course {

// The map `limits` of `map`: what it does not say is as in `defaults`.
Limits read_limits(const MapReader& map, const Limits& defaults, ProblemLog& log);

// The key `about` of a task or a check, if there is one: the name of a function.
std::optional<Text> read_about(const MapReader& map);

// Whether `id` is lower-case words with hyphens, the first of which starts with a letter.
bool is_id(const std::string& id);

// Whether `id` is two digits, a hyphen and what is_id() takes: "03-race-fix".
bool is_exercise_id(const std::string& id);

} // namespace threadlab::course
