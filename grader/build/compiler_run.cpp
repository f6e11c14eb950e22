#include "build/compiler_run.hpp"

#include <algorithm>
#include <csignal>
#include <string_view>

namespace threadlab::build {

namespace fs = std::filesystem;

namespace {

sandbox::Limits compiler_limits(const CompilerRun& run) {
    sandbox::Limits limits;
    limits.cpu_seconds = run.seconds;
    limits.wall_seconds = run.seconds;
    limits.memory_bytes = std::int64_t{3} << 30;
    limits.processes = 64;
    limits.file_bytes = run.file_bytes;
    limits.output_bytes = std::int64_t{256} << 10;
    return limits;
}

// Itself, or the process that its driver had started for one step: the driver then says so, after
// all that this one had to say, and ends with 254.
bool was_killed(const sandbox::Outcome& outcome) {
    if (const auto* signalled = std::get_if<sandbox::Signalled>(&outcome.ending)) {
        return signalled->signal == SIGKILL;
    }
    constexpr int step_failed = 254;
    const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
    const std::string_view output = outcome.output;
    const std::size_t last = output.rfind("unable to execute command: ");
    return exited != nullptr && exited->status == step_failed && last != std::string_view::npos &&
           output.substr(last).starts_with("unable to execute command: Killed\n");
}

} // namespace

CompilerResult run_compiler(const CompilerRun& run, sandbox::Sandbox& sandbox) {
    sandbox::Command command;
    command.argv = run.argv;
    command.files = run.files;
    command.keep_out = run.out;
    command.hide = run.hide;
    const sandbox::Outcome outcome = sandbox.run(command, compiler_limits(run));
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&outcome.ending)) {
        return *fault;
    }
    if (std::holds_alternative<sandbox::Starved>(outcome.ending)) {
        return sandbox::MachineFault{"the machine was too busy to compile"};
    }
    if (const auto* limit = std::get_if<sandbox::LimitReached>(&outcome.ending)) {
        return CompilerLimit{limit->which};
    }
    if (was_killed(outcome)) {
        return sandbox::MachineFault{"the compiler was killed: the machine may be out of memory"};
    }
    const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
    if (exited != nullptr && exited->status == 0) {
        return Compiled{};
    }
    return CompilerSaid{outcome.output};
}

std::vector<sandbox::File> files_below(const fs::path& folder, const std::string& ending,
                                       const std::string& inside) {
    std::vector<sandbox::File> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ending) {
            const fs::path relative = fs::relative(entry.path(), folder);
            files.push_back({entry.path(), inside + "/" + relative.string()});
        }
    }
    std::sort(files.begin(), files.end(),
              [](const sandbox::File& a, const sandbox::File& b) { return a.inside < b.inside; });
    return files;
}

} // namespace threadlab::build
