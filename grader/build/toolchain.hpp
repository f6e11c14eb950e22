// Which compiler submissions are built with.
#pragma once

#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::build {

struct Toolchain {
    std::filesystem::path compiler;   // clang++, absolute
    std::filesystem::path symbolizer; // llvm-symbolizer of the same version, absolute
    std::string version;              // "19.1.7"
    std::string standard;             // "c++20"

    // As the scorecard names it: "clang 19.1.7".
    std::string name() const { return "clang " + version; }
};

// Why there is no toolchain, and the command that mends it.
struct NoToolchain {
    std::string why;
    std::string mend;
};

// The oldest clang that the instrumentation was tried with.
constexpr int oldest_clang = 14;

// Looks for `compiler` ("clang": the newest that works; "clang-19": that one) in the folders that
// the sandbox shows, and asks it for its version inside `sandbox`.
std::variant<Toolchain, NoToolchain>
find_toolchain(const std::string& compiler, const std::string& standard, sandbox::Sandbox& sandbox);

} // namespace threadlab::build
