// threadlab verify: the grader is graded. Stub, reference, accepted/ and rejected/ answers of an
// exercise must each get exactly the cells that they should.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::cli {

struct VerifyOptions {
    std::vector<std::string> exercises;
    std::vector<std::string> only; // answers whose name holds one of these; empty: all
    int every = 1; // of accepted and rejected answers, by name: the first and each so many-th one
    int times = 1; // each answer is built once and graded so often; not one cell may change
    std::optional<int> jobs;                  // answers at a time; else two a processor
    std::optional<std::filesystem::path> out; // where each answer's scorecard is kept, if at all
    std::optional<std::string> isolation;
};

// Prints the matrix. Returns `full_marks` if every cell is as it must be, `points_lost` if one is
// not, `could_not_grade` if one could not be graded. Throws UsageError.
int run_verify(const VerifyOptions& options);

} // namespace threadlab::cli
