// The one file that a student hands in: read, looked at, compiled.
#pragma once

#include "build/build_result.hpp"
#include "build/kit.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace threadlab::build {

struct Submission {
    std::string name; // what the exercise calls the file: "threading.cpp"
    std::string text; // its bytes, as graded
};

// `path`: the file, or a folder that holds one called `name`. Throws std::runtime_error, with a
// message for the user, if there is no such file or it cannot be read.
Submission read_submission(const std::filesystem::path& path, const std::string& name);

// What is asked for, and by whom it may be used.
struct BuildOrder {
    bool raced = true;              // the variant for ThreadSanitizer
    bool explored = false;          // that for the explorer
    std::vector<std::string> allow; // the classes of the exercise
    bool audited = true;            // false: for tests of what stands behind the audit
};

// Compiles the variants side by side into `out`, looks for what is not allowed, and sees whether
// all that the checks call is there.
BuildResult build_submission(const Submission& submission, const Kit& kit,
                             const Toolchain& toolchain, const BuildOrder& order,
                             const std::filesystem::path& out, sandbox::Sandbox& sandbox);

} // namespace threadlab::build
