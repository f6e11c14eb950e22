// threadlab check: grade, report, write the scorecards.
#pragma once

#include "course/course.hpp"
#include "scorecard/scorecard.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::cli {

struct CheckOptions {
    std::vector<std::string> exercises;
    std::optional<std::filesystem::path>
        submission; // folder, file or archive; else the exercise's own
    std::filesystem::path out = "scorecards";
    std::optional<int> step;
    std::optional<std::string> check;
    std::optional<std::string> isolation;
    bool hints = false;
    bool watch = false;
};

// Returns the program's exit status. Throws UsageError.
int run_check(const CheckOptions& options);

// The exit status that goes with a scorecard.
int exit_status(const scorecard::Scorecard& card);

} // namespace threadlab::cli
