// One run of the compiler inside the sandbox.
#pragma once

#include "sandbox/sandbox.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::build {

// What a compiler run came to: nothing wrong, errors in the source, a limit reached, or the
// machine's fault.
struct Compiled {};
struct CompilerSaid {
    std::string output;
};
struct CompilerLimit {
    sandbox::Limit which{};
};
using CompilerResult = std::variant<Compiled, CompilerSaid, CompilerLimit, sandbox::MachineFault>;

struct CompilerRun {
    std::vector<std::string> argv; // results go to out/
    std::vector<sandbox::File> files;
    std::filesystem::path out;                         // where the results end up
    std::vector<std::filesystem::path> hide;           // see sandbox::Command
    double seconds = 60;                               // of CPU, and of wall clock
    std::int64_t file_bytes = std::int64_t{512} << 20; // of the largest file
};

CompilerResult run_compiler(const CompilerRun& run, sandbox::Sandbox& sandbox);

// The files below `folder` that end in `ending`, to be found under `inside`/.
std::vector<sandbox::File> files_below(const std::filesystem::path& folder,
                                       const std::string& ending, const std::string& inside);

} // namespace threadlab::build
