// What must hold between the checks of an exercise: ids, tasks, needs and tests.
#pragma once

#include "course/read_checks.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace threadlab::course {

// The checks of one file, which outlives the rules.
struct CheckFile {
    const std::vector<CheckEntry>& entries;
    ProblemLog& log;
};

// Each id is there once, over all files.
void check_ids(const std::vector<CheckFile>& files);

// Each check's task is one of `tasks`.
void check_tasks(const std::vector<CheckFile>& files, const std::vector<Task>& tasks);

// Each need is a check, and not one that only the needing check's readers cannot see; no check
// waits for itself; and a check that an empty answer would pass needs one that it would not.
// `files` are the visible checks and then, if they are to be had, the hidden ones.
void check_needs(const std::vector<CheckFile>& files);

// Each name is that of a function that `header` declares, as far as its words are all there. A
// header that cannot be read has none to hold against.
void check_functions(const std::vector<Text>& names, const std::filesystem::path& header,
                     ProblemLog& log);

// Each check's test is in `source`. A source that cannot be read is logged at `line`.
void check_tests(const CheckFile& file, const std::filesystem::path& source, int line);

} // namespace threadlab::course
