#include "cli/doctor.hpp"

#include "build/toolchain.hpp"
#include "cli/session.hpp"
#include "course/read.hpp"
#include "sandbox/cgroup.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace threadlab::cli {

namespace {

namespace fs = std::filesystem;

struct Finding {
    bool good = false;
    std::string what;
    std::string mend; // a command, or empty
};

Finding isolation(const sandbox::Probe& found) {
    if (found.level == sandbox::Level::full) {
        return {true, "isolation: full (bubblewrap)", ""};
    }
    return {
        false,
        fmt::format("isolation: {} only: {}. Your own code can be graded; others' should not be",
                    to_string(found.level), found.why),
        found.mend};
}

Finding memory_limits() {
    const sandbox::CgroupRoots cgroups = sandbox::find_cgroups();
    if (cgroups.version == 0) {
        // Polling is exact enough for a student's own code: no fault.
        return {true, "memory limits: by polling every 10 ms (no control group can be made here)",
                ""};
    }
    return {true, fmt::format("memory limits: exact (cgroup version {})", cgroups.version), ""};
}

Finding compiler(const course::Course& course, sandbox::Sandbox& sandbox) {
    const auto found =
        build::find_toolchain(course.toolchain.compiler, course.toolchain.standard, sandbox);
    if (const auto* none = std::get_if<build::NoToolchain>(&found)) {
        return {false, "compiler: " + none->why, none->mend};
    }
    const auto& toolchain = std::get<build::Toolchain>(found);
    return {true, fmt::format("compiler: {} ({})", toolchain.name(), toolchain.compiler.string()),
            ""};
}

Finding symbolizer(const course::Course& course, sandbox::Sandbox& sandbox) {
    const auto found =
        build::find_toolchain(course.toolchain.compiler, course.toolchain.standard, sandbox);
    const auto* toolchain = std::get_if<build::Toolchain>(&found);
    if (toolchain == nullptr || !fs::exists(toolchain->symbolizer)) {
        return {false, "llvm-symbolizer: not found, so races have no lines",
                "sudo apt-get install llvm-19"};
    }
    return {true, "llvm-symbolizer: " + toolchain->symbolizer.string(), ""};
}

Finding googletest() {
    if (fs::exists("/usr/src/googletest/googletest/src/gtest-all.cc")) {
        return {true, "GoogleTest: found", ""};
    }
    return {false, "GoogleTest: not found", "sudo apt-get install libgtest-dev"};
}

Finding cores() {
    const int count = worker_count();
    if (count < 2) {
        return {true, "cores: 1; speed cannot be measured here, everything else can", ""};
    }
    return {true, fmt::format("cores: {}", count), ""};
}

} // namespace

int run_doctor() {
    const Places places = find_places();
    const course::Course course = load_course(places);
    const sandbox::Probe probe = sandbox::probe(places.launcher());
    const std::unique_ptr<sandbox::Sandbox> sandbox =
        sandbox::make_sandbox(probe.level, places.launcher());
    const std::vector<Finding> findings{
        isolation(probe), memory_limits(), compiler(course, *sandbox), symbolizer(course, *sandbox),
        googletest(),     cores()};
    bool all_good = true;
    for (const Finding& finding : findings) {
        fmt::print("{} {}\n", finding.good ? "ok  " : "FAIL", finding.what);
        if (!finding.mend.empty()) {
            fmt::print("     mend: {}\n", finding.mend);
        }
        all_good = all_good && finding.good;
    }
    return all_good ? full_marks : could_not_grade;
}

} // namespace threadlab::cli
