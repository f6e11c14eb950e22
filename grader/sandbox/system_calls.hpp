// The kernel's filter for the system calls of one process and all that it starts (seccomp(2)).
#pragma once

#include "sandbox/calls.hpp"

namespace threadlab::sandbox {

struct CallPolicy {
    Calls calls = Calls::tools;
    bool forks = false; // children without a program of their own, whatever `calls` says
};

// The one program that may be started, where a policy allows none: execve(2) with exactly these
// three pointers. They must be such as the program to be started cannot guess.
struct OneProgram {
    const void* path = nullptr;
    const void* arguments = nullptr;
    const void* environment = nullptr;
};

// Binds the calling process for good. What is not on the policy's list is not there for it
// (ENOSYS), so that libraries fall back on what they did before it was; what it could do, but may
// not, is refused (EPERM); what only an attack does kills it (SIGSYS), as do calls of any other
// architecture than the program's. More filters can be stacked on this one. Returns 0, or a
// negative error number: -EINVAL or -ENOSYS where the kernel has no filters.
int bind_system_calls(const CallPolicy& policy, const OneProgram& program);

} // namespace threadlab::sandbox
