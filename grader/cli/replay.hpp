// threadlab replay: the failing schedule of a check, told again.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace threadlab::cli {

struct ReplayOptions {
    std::string exercise;
    std::string check;
    bool in_debugger = false;            // under gdb, stopped where it fails
    std::optional<std::string> schedule; // a token; else the one in the scorecard
    std::optional<std::filesystem::path>
        submission;                           // folder, file or archive; else the exercise's own
    std::filesystem::path out = "scorecards"; // where the scorecard is
    std::optional<std::string> isolation;
};

// Returns the program's exit status: full_marks if the schedule does not fail. Throws UsageError.
int run_replay(const ReplayOptions& options);

} // namespace threadlab::cli
