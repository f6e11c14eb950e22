#include "cli/doctor.hpp"

#include "build/compiler_run.hpp"
#include "build/flags.hpp"
#include "build/toolchain.hpp"
#include "cli/session.hpp"
#include "course/read.hpp"
#include "sandbox/cgroup.hpp"
#include "sandbox/isolation_trial.hpp"
#include "sandbox/temporary_folder.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <sys/statvfs.h>
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

// What is promised of code that runs in the sandbox, each by trying to do it all the same.
std::vector<Finding> guarantees(const sandbox::Probe& found, sandbox::Sandbox& sandbox,
                                const fs::path& programs) {
    std::vector<Finding> findings;
    for (const sandbox::Guarantee& one : sandbox::try_to_break_out(sandbox, programs)) {
        findings.push_back(
            {one.holds,
             one.holds ? fmt::format("  {}: holds", one.promise)
                       : fmt::format("  {}: does not hold here: {}", one.promise, one.instead),
             one.holds ? "" : found.mend});
    }
    return findings;
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

Finding compiler(const build::Toolchain& toolchain) {
    return {true, fmt::format("compiler: {} ({})", toolchain.name(), toolchain.compiler.string()),
            ""};
}

// "-19", as the compiler's name ends; what belongs to it is packaged under the same number.
std::string package_suffix(const build::Toolchain& toolchain) {
    return "-" + toolchain.version.substr(0, toolchain.version.find('.'));
}

Finding symbolizer(const build::Toolchain& toolchain) {
    if (!fs::exists(toolchain.symbolizer)) {
        return {false, "llvm-symbolizer: not found, so races have no lines",
                "sudo apt-get install llvm" + package_suffix(toolchain)};
    }
    return {true, "llvm-symbolizer: " + toolchain.symbolizer.string(), ""};
}

// Whether a program can be built with ThreadSanitizer, by building one.
Finding thread_sanitizer(const build::Toolchain& toolchain, sandbox::Sandbox& sandbox) {
    const sandbox::TemporaryFolder folder;
    std::ofstream(folder.path() / "empty.cpp") << "int main() {}\n";
    build::CompilerRun run;
    run.argv = build::common_flags(toolchain, build::Variant::race);
    run.argv.insert(run.argv.end(), {"empty.cpp", "-o", "out/empty"});
    run.files = {{folder.path() / "empty.cpp", "empty.cpp"}};
    run.out = folder.path() / "out";
    const build::CompilerResult result = build::run_compiler(run, sandbox);
    if (std::holds_alternative<build::Compiled>(result)) {
        return {true, "ThreadSanitizer: works", ""};
    }
    return {false, "ThreadSanitizer: " + toolchain.name() + " cannot build a program with it",
            "sudo apt-get install libclang-rt" + package_suffix(toolchain) + "-dev"};
}

std::vector<Finding> tools(const course::Course& course, sandbox::Sandbox& sandbox) {
    const auto found =
        build::find_toolchain(course.toolchain.compiler, course.toolchain.standard, sandbox);
    if (const auto* none = std::get_if<build::NoToolchain>(&found)) {
        return {{false, "compiler: " + none->why, none->mend}};
    }
    const auto& toolchain = std::get<build::Toolchain>(found);
    return {compiler(toolchain), symbolizer(toolchain), thread_sanitizer(toolchain, sandbox)};
}

// Submissions are built and run in a folder of their own below this one.
Finding temporary_folder() {
    std::error_code absent;
    const fs::path folder = fs::temp_directory_path(absent);
    struct statvfs mount{};
    if (absent || statvfs(folder.c_str(), &mount) != 0) {
        return {false, "temporary folder: TMPDIR names no folder", "unset TMPDIR"};
    }
    if ((mount.f_flag & ST_NOEXEC) != 0) {
        return {false, "temporary folder: nothing can be run from " + folder.string(),
                "export TMPDIR=/var/tmp"};
    }
    return {true, "temporary folder: " + folder.string(), ""};
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
    std::vector<Finding> findings{isolation(probe)};
    const auto add = [&](const std::vector<Finding>& more) {
        findings.insert(findings.end(), more.begin(), more.end());
    };
    add(guarantees(probe, *sandbox, places.program));
    add({memory_limits(), temporary_folder()});
    add(tools(course, *sandbox));
    findings.push_back(googletest());
    findings.push_back(cores());
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
