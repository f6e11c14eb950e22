#include "sandbox/cgroup.hpp"

#include "sandbox/left_behind.hpp"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace threadlab::sandbox {

namespace fs = std::filesystem;

namespace {

bool write_file(const fs::path& path, const std::string& text) {
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    close(file);
    return written;
}

bool has_word(const fs::path& path, const std::string& word) {
    std::ifstream file(path);
    for (std::string found; file >> found;) {
        if (found == word) {
            return true;
        }
    }
    return false;
}

// The number behind `key` in a file of lines "key number".
long value_of(const fs::path& path, const std::string& key) {
    std::ifstream file(path);
    std::string name;
    for (long value = 0; file >> name >> value;) {
        if (name == key) {
            return value;
        }
    }
    return 0;
}

std::vector<pid_t> members(const fs::path& folder) {
    std::ifstream file(folder / "cgroup.procs");
    std::vector<pid_t> found;
    for (pid_t pid = 0; file >> pid;) {
        // 0 stands for a process of another pid namespace; to kill(2) it means our own group.
        if (pid > 0) {
            found.push_back(pid);
        }
    }
    return found;
}

// Whether the group was empty before `seconds` were over.
bool kill_members(const fs::path& folder, double seconds) {
    using Clock = std::chrono::steady_clock;
    const auto give_up = Clock::now() + std::chrono::duration<double>(seconds);
    while (Clock::now() < give_up) {
        const std::vector<pid_t> left = members(folder);
        if (left.empty()) {
            return true;
        }
        for (const pid_t pid : left) {
            kill(pid, SIGKILL);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

bool set_limits(int version, const std::vector<fs::path>& folders, std::int64_t memory_bytes,
                int processes) {
    const std::string memory = std::to_string(memory_bytes);
    const std::string count = std::to_string(processes);
    if (version == 2) {
        const fs::path& group = folders.front();
        write_file(group / "memory.swap.max", "0");
        return write_file(group / "memory.max", memory) && write_file(group / "pids.max", count);
    }
    return write_file(folders[0] / "memory.limit_in_bytes", memory) &&
           write_file(folders[1] / "pids.max", count);
}

} // namespace

CgroupRoots find_cgroups(const fs::path& mount) {
    const auto writable = [](const fs::path& folder) {
        return access((folder / "cgroup.procs").c_str(), F_OK) == 0 &&
               access(folder.c_str(), W_OK) == 0;
    };
    if (writable(mount) && has_word(mount / "cgroup.controllers", "memory") &&
        has_word(mount / "cgroup.controllers", "pids")) {
        if (!has_word(mount / "cgroup.subtree_control", "memory") ||
            !has_word(mount / "cgroup.subtree_control", "pids")) {
            if (!write_file(mount / "cgroup.subtree_control", "+memory +pids")) {
                return {};
            }
        }
        return {.version = 2, .unified = mount, .memory = {}, .pids = {}, .cpuacct = {}};
    }
    if (writable(mount / "memory") && writable(mount / "pids")) {
        const fs::path cpuacct = mount / "cpuacct";
        return {.version = 1,
                .unified = {},
                .memory = mount / "memory",
                .pids = mount / "pids",
                .cpuacct = writable(cpuacct) ? cpuacct : fs::path()};
    }
    return {};
}

std::optional<Cgroup> Cgroup::make(const CgroupRoots& roots, std::int64_t memory_bytes,
                                   int processes) {
    if (roots.version == 0) {
        return std::nullopt;
    }
    const std::string name = new_cgroup_name();
    std::vector<fs::path> folders;
    if (roots.version == 2) {
        folders = {roots.unified / name};
    } else {
        folders = {roots.memory / name, roots.pids / name};
        if (!roots.cpuacct.empty()) {
            folders.push_back(roots.cpuacct / name);
        }
    }
    Cgroup group(roots.version, {});
    for (const fs::path& folder : folders) {
        std::error_code refused;
        if (!fs::create_directory(folder, refused)) {
            return std::nullopt;
        }
        group.folders_.push_back(folder);
    }
    if (!set_limits(roots.version, folders, memory_bytes, processes)) {
        return std::nullopt;
    }
    return group;
}

void remove_cgroup(const fs::path& folder) {
    constexpr double patience = 5;
    kill_members(folder, patience);
    std::error_code still_busy;
    fs::remove(folder, still_busy);
}

Cgroup::~Cgroup() {
    for (const fs::path& folder : folders_) {
        remove_cgroup(folder);
    }
}

bool Cgroup::memory_limit_reached() const {
    // The group's own limit must have been hit: the kernel also kills when the whole machine is
    // short.
    if (version_ == 2) {
        const fs::path events = folders_.front() / "memory.events";
        return value_of(events, "oom_kill") > 0 && value_of(events, "max") > 0;
    }
    long hits = 0;
    std::ifstream(folders_.front() / "memory.failcnt") >> hits;
    return hits > 0 && value_of(folders_.front() / "memory.oom_control", "oom_kill") > 0;
}

std::optional<double> Cgroup::cpu_seconds() const {
    if (version_ == 2) {
        const long microseconds = value_of(folders_.front() / "cpu.stat", "usage_usec");
        return microseconds > 0 ? std::optional(static_cast<double>(microseconds) * 1e-6)
                                : std::nullopt;
    }
    constexpr std::size_t with_cpuacct = 3;
    long nanoseconds = 0;
    if (folders_.size() < with_cpuacct ||
        !(std::ifstream(folders_.back() / "cpuacct.usage") >> nanoseconds)) {
        return std::nullopt;
    }
    return static_cast<double>(nanoseconds) * 1e-9;
}

void Cgroup::kill_all(double seconds) const {
    // Or some would be born while others die.
    write_file(folders_[version_ == 2 ? 0 : 1] / "pids.max", "0");
    kill_members(folders_.front(), seconds);
}

} // namespace threadlab::sandbox
