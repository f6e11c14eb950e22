// Landlock: by it a harness keeps a submission from files that the sandbox has to show to both.
#pragma once

namespace threadlab::sandbox {

// Whether this machine's kernel has it (5.13 and later, where it is switched on) and lets us use
// it. Source: Linux, Documentation/userspace-api/landlock.rst.
bool has_landlock();

} // namespace threadlab::sandbox
