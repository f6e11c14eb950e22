// The list `checks` of exercise.yaml or hidden.yaml, each check by itself.
#pragma once

#include "course/course.hpp"
#include "course/yaml_reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace threadlab::course {

// A check as the manifest has it. What refers to other parts stands beside `check`, not in it, with
// the line that a later problem has to name. A part that was wrong has been logged and is absent.
struct CheckEntry {
    Check check;
    int line = 0;
    int id_line = 0;
    std::optional<Text> task;
    std::optional<Text> test;
    std::optional<Text> about;
    std::vector<Text> needs;
    bool kind_known = false;
    bool points_known = false;
};

// Which of the two files the checks are in.
enum class Audience { everybody, instructors };

// `map` is the manifest's outermost; `defaults` are the limits of a check that sets none.
std::vector<CheckEntry> read_checks(const MapReader& map, Audience audience, const Limits& defaults,
                                    ProblemLog& log);

} // namespace threadlab::course
