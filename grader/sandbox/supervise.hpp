// Watches a started command until it ends, of itself or by a limit.
#pragma once

#include "sandbox/cgroup.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/spawn.hpp"

namespace threadlab::sandbox {

struct Supervised {
    Outcome outcome;
    Descriptor out; // the folder that threadlab-launch handed out, or none
};

// Reads what `running` writes and keeps `limits`; returns once it has ended and been waited for.
// `group`, where there is one, is what it runs in. `dump_on_limit`: see Command.
Supervised supervise(Running running, const Limits& limits, const Cgroup* group,
                     bool dump_on_limit);

} // namespace threadlab::sandbox
