// Whether the sandbox keeps its promises on this machine, by trying to break out of it.
#pragma once

#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace threadlab::sandbox {

struct Guarantee {
    std::string promise;
    bool holds = false;
    std::string instead; // what happened where it does not hold
};

// Runs hostile programs in `sandbox`, one after the other, about a second in all. `programs`: the
// folder that holds threadlab-breakout and threadlab-unconfined. Starts and ends a process of its
// own as a victim, and listens on a port of this machine meanwhile. Throws std::system_error where
// it cannot.
std::vector<Guarantee> try_to_break_out(Sandbox& sandbox, const std::filesystem::path& programs);

} // namespace threadlab::sandbox
