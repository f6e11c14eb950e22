// Practical 6, multiprocessing: the interface. It is given; write your answer in
// multiprocessing.cpp. What each function promises is in README.md, under "Contracts".
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

// For your answer: what nearly every one needs.
#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace lab::procs {

using Work = std::function<long(long)>;

struct ChildResult {
    pid_t pid;                 // of the process that called work
    long input;                // what it was given
    std::optional<long> value; // what work returned; empty if the child did not deliver it
    int exit_code;             // -1 when a signal ended the child
    int signal;                // which one; 0 when it exited normally
};

// Task 1. Calls work(inputs[i]) once for each i, each call in a child process of its own, all at
// the same time. Element i of the result belongs to inputs[i].
std::vector<ChildResult> run_children(std::span<const long> inputs, const Work& work);

struct MemoryView {
    int parent_private; // an ordinary variable, as the parent sees it afterwards
    int child_private;  // the same variable, as the child saw it after adding
    int shared;         // a variable in shared memory, as the parent sees it afterwards
    bool same_address;  // whether the ordinary variable has the same address in both
};

// Task 2. Both variables begin as `start`; a child process adds `child_adds` to each.
MemoryView compare_memory(int start, int child_adds);

// Task 3. Starts `processes` child processes that add 1 to one counter `increments_each` times
// each. Returns what it has come to when all of them have ended.
long shared_count(unsigned processes, long increments_each);

// Task 4. Calls work once for each task, in child processes, at most `workers` at the same time and
// as many as there can be. Element i of the result belongs to tasks[i].
std::vector<std::string> process_map(std::span<const std::string> tasks, unsigned workers,
                                     const std::function<std::string(const std::string&)>& work);

struct Outcome {
    enum class Kind { ok, failed, crashed, timed_out } kind;
    std::string output; // ok: what the job returned
    int detail;         // failed: the exit code; crashed: the signal's number
};

// Task 5. Runs each job in a child process of its own, all at the same time, none longer than
// `limit`. Whatever a job does, the others get their outcomes.
std::vector<Outcome> run_isolated(std::span<const std::function<std::string()>> jobs,
                                  std::chrono::milliseconds limit);

} // namespace lab::procs
