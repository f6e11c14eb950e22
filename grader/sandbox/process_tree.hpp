// What /proc says of a process and all that descend from it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace threadlab::sandbox {

struct Process {
    pid_t pid = 0;
    pid_t parent = 0;
    std::string name;       // of its program, without folders
    double cpu_seconds = 0; // its own, and that of children that it has waited for
    std::int64_t resident_bytes = 0;
};

// `root` and its living descendants, `root` first. Empty if it is gone.
std::vector<Process> process_tree(pid_t root);

// The same at a fraction of the cost, for looks that come again and again: by the children that the
// kernel lists for each thread. One may be missing while its siblings end.
std::vector<Process> glance_at_tree(pid_t root);

// For each thread of these processes, how many seconds of its life it was ready to run, but had to
// wait for a core (/proc/PID/task/TID/schedstat). Empty where the kernel does not tell.
std::map<pid_t, double> waits_for_core(const std::vector<Process>& processes);

} // namespace threadlab::sandbox
