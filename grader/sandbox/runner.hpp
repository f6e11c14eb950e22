// What the sandboxes of all levels share: box, group, launch, supervision.
#pragma once

#include "sandbox/box.hpp"
#include "sandbox/cgroup.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace threadlab::sandbox {

// The host user that commands run as: an unprivileged one if we are root, else -1 for ourselves.
int command_user();

// How one level starts a command in a box.
struct Launch {
    std::vector<std::string> argv;      // what `threadlab-launch outside` is to run
    std::vector<std::string> arguments; // for descriptor 6, or empty
    bool keep = false;                  // a keeper ends what the command leaves behind
};

class Runner : public Sandbox {
public:
    Runner(std::filesystem::path launcher, CgroupRoots cgroups)
        : launcher_(std::move(launcher)), cgroups_(std::move(cgroups)) {}

    Outcome run(const Command& command, const Limits& limits) final;

protected:
    virtual Launch launch(const Command& command, const Limits& limits, const Box& box) const = 0;

    // threadlab-launch inside ... -- command, to be run in the box. `processes` -1: no limit of the
    // kernel's on processes.
    std::vector<std::string> inside(const Command& command, const Limits& limits,
                                    int processes) const;

private:
    std::filesystem::path launcher_;
    CgroupRoots cgroups_;
};

} // namespace threadlab::sandbox
