#include "sandbox/runner.hpp"

#include "sandbox/supervise.hpp"

#include <cmath>
#include <exception>
#include <unistd.h>

namespace threadlab::sandbox {

namespace {

constexpr int nobody = 65534;
constexpr const char* launcher_in_box = "launch";
// Processes of a launch that are not the command's own: bubblewrap twice, threadlab-launch.
constexpr int launch_processes = 4;

} // namespace

int command_user() {
    return geteuid() == 0 ? nobody : -1;
}

std::vector<std::string> Runner::inside(const Command& command, const Limits& limits,
                                        int processes) const {
    // The kernel's limit on CPU is a backstop a process, in whole seconds: ours comes first.
    const auto cpu = static_cast<long>(std::ceil(limits.cpu_seconds)) + 2;
    std::vector<std::string> argv{std::string("./") + launcher_in_box,
                                  "inside",
                                  "--processes",
                                  std::to_string(processes),
                                  "--file-bytes",
                                  std::to_string(limits.file_bytes),
                                  "--cpu-seconds",
                                  std::to_string(cpu)};
    if (command.fixed_addresses) {
        argv.emplace_back("--fixed");
    }
    if (level() != Level::none) {
        argv.emplace_back(level() == Level::full ? "--calls" : "--try-calls");
        argv.emplace_back(to_word(command.calls));
    }
    if (level() == Level::full && command.keep_out) {
        argv.insert(argv.end(), {"--hand-out", "out"}); // which nobody else can see
    }
    if (command.forks) {
        argv.emplace_back("--forks");
    }
    argv.emplace_back("--");
    argv.insert(argv.end(), command.argv.begin(), command.argv.end());
    return argv;
}

Outcome Runner::run(const Command& command, const Limits& limits) {
    try {
        // The command's user may be unable to reach the launcher where it lies.
        Command boxed = command;
        boxed.files.push_back({launcher_, launcher_in_box});
        const Box box(boxed, command_user());
        const std::optional<Cgroup> group =
            Cgroup::make(cgroups_, limits.memory_bytes, limits.processes + launch_processes);
        const Launch launched = launch(command, limits, box);

        std::vector<std::string> argv{launcher_.string(), "outside"};
        if (group) {
            for (const std::filesystem::path& folder : group->folders()) {
                argv.insert(argv.end(), {"--cgroup", folder.string()});
            }
        }
        if (command_user() >= 0) {
            argv.insert(argv.end(), {"--uid", std::to_string(command_user())});
        }
        if (launched.keep) {
            argv.emplace_back("--keep");
        }
        argv.emplace_back("--");
        argv.insert(argv.end(), launched.argv.begin(), launched.argv.end());

        auto started = spawn(argv, command.input, launched.arguments);
        if (const auto* error = std::get_if<SpawnError>(&started)) {
            Outcome outcome;
            outcome.ending = MachineFault{error->why};
            return outcome;
        }
        Supervised ended = supervise(std::move(std::get<Running>(started)), limits,
                                     group ? &*group : nullptr, command.dump_on_limit);
        if (command.keep_out) {
            box.keep_out(ended.out, *command.keep_out);
        }
        return std::move(ended.outcome);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        Outcome outcome;
        outcome.ending = MachineFault{error.what()};
        return outcome;
    }
}

} // namespace threadlab::sandbox
