// threadlab explore: the explorer by itself, on any program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::cli {

struct ExploreOptions {
    std::vector<std::filesystem::path> files; // to compile; or:
    std::vector<std::string> program;         // one linked with the runtime, and its arguments
    unsigned schedules = 400;
    std::string strategy = "auto";
    std::optional<unsigned> preemptions; // the bound of an exhaustive search
    std::uint64_t seed = 1;
    std::string allow;           // processes: it may fork
    std::string format = "text"; // text, yaml
    std::optional<std::string> replay;
    std::optional<std::string> isolation;
    bool flags = false; // print them, and do nothing else
};

// Returns the exit status: 0 passed, 1 failed, 3 could not. Throws UsageError.
int run_explore(const ExploreOptions& options);

} // namespace threadlab::cli
