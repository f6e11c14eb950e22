#include "sandbox/left_behind.hpp"

#include "sandbox/cgroup.hpp"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <system_error>
#include <unistd.h>

namespace threadlab::sandbox {

namespace fs = std::filesystem;

namespace {

const std::string prefix = "threadlab-";

// The process that a name of ours stands for: "threadlab-PID-...", else 0.
pid_t maker(const fs::path& path) {
    const std::string name = path.filename().string();
    pid_t pid = 0;
    if (name.starts_with(prefix)) {
        const char* begin = name.data() + prefix.size();
        const char* end = name.data() + name.size();
        const auto [stop, error] = std::from_chars(begin, end, pid);
        if (error != std::errc() || stop == end || *stop != '-') {
            return 0;
        }
    }
    return pid;
}

using Wanted = std::function<bool(const fs::path&, pid_t)>;

void remove_folders(const fs::path& parent, const Wanted& wanted) {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
        const pid_t pid = maker(entry.path());
        if (pid > 0 && wanted(entry.path(), pid)) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

void remove_cgroups(const Wanted& wanted) {
    const CgroupRoots roots = find_cgroups();
    std::error_code ignored;
    for (const fs::path& parent : {roots.unified, roots.memory, roots.pids, roots.cpuacct}) {
        for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
            const pid_t pid = maker(entry.path());
            if (pid > 0 && wanted(entry.path(), pid)) {
                remove_cgroup(entry.path());
            }
        }
    }
}

} // namespace

fs::path make_temporary_folder() {
    std::string name =
        (fs::temp_directory_path() / (prefix + std::to_string(getpid()) + "-XXXXXX")).string();
    if (mkdtemp(name.data()) == nullptr) {
        throw fs::filesystem_error("cannot make a temporary folder", name,
                                   std::error_code(errno, std::generic_category()));
    }
    return name;
}

std::string new_cgroup_name() {
    static std::atomic<unsigned> next{0}; // names only; nothing else depends on it
    return prefix + std::to_string(getpid()) + "-" + std::to_string(next++);
}

void remove_own_traces() {
    const Wanted own = [](const fs::path&, pid_t pid) { return pid == getpid(); };
    remove_cgroups(own);
    std::error_code ignored;
    remove_folders(fs::temp_directory_path(ignored), own);
}

void remove_old_cgroups() {
    const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
    remove_cgroups([&](const fs::path& path, pid_t pid) {
        std::error_code gone;
        const bool dead = kill(pid, 0) != 0 && errno == ESRCH;
        return dead && fs::last_write_time(path, gone) < old && !gone;
    });
}

} // namespace threadlab::sandbox
