// threadlab figures: the lectures' examples, and what the reference answers show of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace threadlab::cli {

struct FiguresOptions {
    std::vector<std::string> exercises; // none: all
    std::optional<std::string> isolation;
};

// Runs every check that has a `figure` with the reference answer, and prints a table in Markdown.
// Returns `full_marks`; `points_lost` if a check fails, `could_not_grade` if one could not be
// graded: either is told on standard error. Throws UsageError.
int run_figures(const FiguresOptions& options);

} // namespace threadlab::cli
