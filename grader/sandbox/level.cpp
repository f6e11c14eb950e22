#include "sandbox/bubblewrap.hpp"
#include "sandbox/plain.hpp"
#include "sandbox/sandbox.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace threadlab::sandbox {

namespace {

struct Name {
    Level level;
    const char* word;
};
constexpr std::array names{Name{Level::none, "none"}, Name{Level::limits, "limits"},
                           Name{Level::full, "full"}};

// Runs something that needs all that the level promises. Empty if it worked, else why not.
std::string try_level(Level level, const std::filesystem::path& launcher) {
    Command command;
    command.argv = {"/usr/bin/true"};
    command.fixed_addresses = true;
    const Outcome outcome = make_sandbox(level, launcher)->run(command, Limits{});
    if (const auto* fault = std::get_if<MachineFault>(&outcome.ending)) {
        return fault->why;
    }
    const auto* exited = std::get_if<Exited>(&outcome.ending);
    return exited != nullptr && exited->status == 0 ? "" : "a trial command did not run";
}

std::string mend_bubblewrap(const std::string& why) {
    if (access("/usr/bin/bwrap", X_OK) != 0) {
        return "sudo apt-get install bubblewrap";
    }
    if (access("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", F_OK) == 0) {
        return "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
    }
    if (why.find("namespace") != std::string::npos) {
        return "sudo sysctl -w user.max_user_namespaces=15000";
    }
    return "";
}

} // namespace

std::string to_string(Level level) {
    const auto* name = std::find_if(names.begin(), names.end(), [&](const Name& candidate) {
        return candidate.level == level;
    });
    return name->word;
}

std::optional<Level> parse_level(const std::string& word) {
    for (const Name& name : names) {
        if (word == name.word) {
            return name.level;
        }
    }
    return std::nullopt;
}

std::unique_ptr<Sandbox> make_sandbox(Level level, const std::filesystem::path& launcher) {
    const CgroupRoots cgroups = level == Level::none ? CgroupRoots{} : find_cgroups();
    if (level == Level::full) {
        return std::make_unique<Bubblewrap>(launcher, cgroups);
    }
    return std::make_unique<Plain>(level, launcher, cgroups);
}

Probe probe(const std::filesystem::path& launcher) {
    const std::string no_full = access("/usr/bin/bwrap", X_OK) == 0
                                    ? try_level(Level::full, launcher)
                                    : "bubblewrap is not installed";
    if (no_full.empty()) {
        return {.level = Level::full, .why = "", .mend = ""};
    }
    const bool limits = try_level(Level::limits, launcher).empty();
    return {.level = limits ? Level::limits : Level::none,
            .why = no_full,
            .mend = mend_bubblewrap(no_full)};
}

} // namespace threadlab::sandbox
