// Control groups: exact limits on memory and processes, where the machine lets us make one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::sandbox {

// The folders under which groups can be made: one for version 2, one a controller for version 1.
struct CgroupRoots {
    int version = 0;                    // 0: none to be had
    std::filesystem::path unified;      // version 2
    std::filesystem::path memory, pids; // version 1
    std::filesystem::path cpuacct;      // version 1, if there is one
};

// Looks below `mount` (/sys/fs/cgroup) for a place that can be written to.
CgroupRoots find_cgroups(const std::filesystem::path& mount = "/sys/fs/cgroup");

// Kills what runs in the group `folder`, waits a few seconds until it is gone, removes the group.
void remove_cgroup(const std::filesystem::path& folder);

// One group, removed when it goes; whatever still runs in it is killed then.
class Cgroup {
public:
    // Nothing, if the group cannot be made: limits are then kept by polling.
    static std::optional<Cgroup> make(const CgroupRoots& roots, std::int64_t memory_bytes,
                                      int processes);

    Cgroup(Cgroup&&) noexcept = default;
    Cgroup& operator=(Cgroup&&) = delete;
    ~Cgroup();

    // The folders whose cgroup.procs a process writes itself into.
    const std::vector<std::filesystem::path>& folders() const { return folders_; }

    // Whether the kernel killed a process of the group for want of memory.
    bool memory_limit_reached() const;

    // CPU time of all that ever ran in the group; nothing where the kernel does not count it.
    std::optional<double> cpu_seconds() const;

    // Kills what runs in the group and waits until it is gone, at most `seconds`.
    void kill_all(double seconds) const;

private:
    Cgroup(int version, std::vector<std::filesystem::path> folders)
        : version_(version), folders_(std::move(folders)) {}

    int version_;
    std::vector<std::filesystem::path> folders_; // the one that counts memory first
};

} // namespace threadlab::sandbox
