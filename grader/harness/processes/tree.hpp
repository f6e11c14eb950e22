// What /proc says of the processes of a check.
#pragma once

#include <array>
#include <string>
#include <sys/types.h>
#include <vector>

namespace threadlab::harness {

struct Task {
    pid_t id = 0;
    char state = '?';
    unsigned long slices = 0; // how often it was given a core: unchanged means that it slept
    bool operator==(const Task&) const = default;
};

struct TreeProcess {
    pid_t pid = 0;
    pid_t parent = 0;
    char state = '?';
    std::vector<Task> tasks;
    bool operator==(const TreeProcess&) const = default;
    bool ended() const { return state == 'Z' || state == 'X'; }
    bool asleep() const;
};

// Seconds of CPU time that the tasks of a process have used that it still has.
double cpu_seconds_of(const TreeProcess& process);

// All descendants of `root`, without it, by number. What ends meanwhile may be missing.
std::vector<TreeProcess> descendants(pid_t root);

// The system call that a task waits in; number -1 if it waits in none.
struct Waiting {
    long number = -1;
    std::array<unsigned long, 6> arguments{};
    bool timed() const;
};
Waiting waiting_in(pid_t process, pid_t task);

// Whether `address` of the process lies in memory that it shares with others.
bool in_shared_mapping(pid_t process, unsigned long address);

// A pipe end or socket that a process has open.
struct End {
    int descriptor = -1;
    std::string object; // "pipe:[123]"
    bool writes = false;
};
std::vector<End> ends_of(pid_t process);

} // namespace threadlab::harness
