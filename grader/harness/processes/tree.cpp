#include "harness/processes/tree.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <map>
#include <memory>
#include <optional>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace threadlab::harness {

namespace {

std::string read_all(const std::string& path) {
    std::string text;
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return text;
    }
    std::array<char, 4096> part{};
    // past every stand-in for read
    for (long size = 0; (size = syscall(SYS_read, file, part.data(), part.size())) > 0;) {
        text.append(part.data(), static_cast<std::size_t>(size));
    }
    close(file);
    return text;
}

std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names;
    DIR* entries = opendir(folder.c_str());
    if (entries == nullptr) {
        return names;
    }
    while (const dirent* entry = readdir(entries)) {
        if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9') {
            names.emplace_back(entry->d_name);
        }
    }
    closedir(entries);
    return names;
}

// pid (name) state parent ...; the name may hold anything, even brackets
struct Stat {
    char state = '?';
    pid_t parent = 0;
};
std::optional<Stat> read_stat(const std::string& folder) {
    const std::string line = read_all(folder + "/stat");
    const std::size_t after = line.rfind(')');
    Stat stat;
    if (after == std::string::npos ||
        std::sscanf(line.c_str() + after + 1, " %c %d", &stat.state, &stat.parent) != 2) {
        return std::nullopt;
    }
    return stat;
}

std::vector<Task> tasks_of(pid_t pid) {
    std::vector<Task> tasks;
    const std::string folder = "/proc/" + std::to_string(pid) + "/task/";
    for (const std::string& name : names_in(folder)) {
        Task task{std::atoi(name.c_str())};
        if (const auto stat = read_stat(folder + name)) {
            task.state = stat->state;
        }
        const std::string times = read_all(folder + name + "/schedstat");
        std::sscanf(times.c_str(), "%*u %*u %lu", &task.slices);
        tasks.push_back(task);
    }
    return tasks;
}

} // namespace

bool TreeProcess::asleep() const {
    return std::ranges::all_of(tasks, [](const Task& task) { return task.state == 'S'; });
}

double cpu_seconds_of(const TreeProcess& process) {
    double seconds = 0;
    for (const Task& task : process.tasks) {
        const std::string times = read_all("/proc/" + std::to_string(process.pid) + "/task/" +
                                           std::to_string(task.id) + "/schedstat");
        unsigned long nanoseconds = 0;
        std::sscanf(times.c_str(), "%lu", &nanoseconds);
        seconds += static_cast<double>(nanoseconds) * 1e-9;
    }
    return seconds;
}

std::vector<TreeProcess> descendants(pid_t root) {
    std::map<pid_t, Stat> all;
    for (const std::string& name : names_in("/proc")) {
        if (const auto stat = read_stat("/proc/" + name)) {
            all[std::atoi(name.c_str())] = *stat;
        }
    }
    const auto below_root = [&](pid_t pid) {
        for (auto found = all.find(pid); found != all.end(); found = all.find(pid)) {
            pid = found->second.parent;
            if (pid == root) {
                return true;
            }
        }
        return false;
    };
    std::vector<TreeProcess> tree;
    for (const auto& [pid, stat] : all) {
        if (below_root(pid)) {
            tree.push_back({pid, stat.parent, stat.state, tasks_of(pid)});
        }
    }
    return tree;
}

Waiting waiting_in(pid_t process, pid_t task) {
    Waiting waiting;
    const std::string line =
        read_all("/proc/" + std::to_string(process) + "/task/" + std::to_string(task) + "/syscall");
    auto& a = waiting.arguments;
    if (std::sscanf(line.c_str(), "%ld %lx %lx %lx %lx %lx %lx", &waiting.number, &a[0], &a[1],
                    &a[2], &a[3], &a[4], &a[5]) < 1) {
        waiting.number = -1;
    }
    return waiting;
}

bool Waiting::timed() const {
    switch (number) {
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
        return true;
    case SYS_epoll_pwait:
        return static_cast<int>(arguments[3]) >= 0;
    case SYS_ppoll:
        return arguments[2] != 0;
    case SYS_pselect6:
        return arguments[4] != 0;
    case SYS_rt_sigtimedwait:
        return arguments[2] != 0;
    case SYS_futex:
        return arguments[3] != 0;
#if defined(__x86_64__)
    case SYS_poll:
        return static_cast<int>(arguments[2]) >= 0;
    case SYS_select:
        return arguments[4] != 0;
    case SYS_epoll_wait:
        return static_cast<int>(arguments[3]) >= 0;
#endif
    default:
        return false;
    }
}

bool in_shared_mapping(pid_t process, unsigned long address) {
    const std::string maps = read_all("/proc/" + std::to_string(process) + "/maps");
    for (std::size_t begin = 0; begin < maps.size();) {
        unsigned long low = 0;
        unsigned long high = 0;
        std::array<char, 5> rights{};
        if (std::sscanf(maps.c_str() + begin, "%lx-%lx %4s", &low, &high, rights.data()) == 3 &&
            low <= address && address < high) {
            return rights[3] == 's';
        }
        const std::size_t end = maps.find('\n', begin);
        begin = end == std::string::npos ? maps.size() : end + 1;
    }
    return false;
}

std::vector<End> ends_of(pid_t process) {
    std::vector<End> ends;
    const std::string folder = "/proc/" + std::to_string(process);
    for (const std::string& name : names_in(folder + "/fd")) {
        std::array<char, 64> object{};
        if (readlink((folder + "/fd/" + name).c_str(), object.data(), object.size() - 1) <= 0) {
            continue;
        }
        End end{std::atoi(name.c_str()), object.data(), false};
        if (!end.object.starts_with("pipe:") && !end.object.starts_with("socket:")) {
            continue;
        }
        const std::string about = read_all(folder + "/fdinfo/" + name);
        const std::size_t at = about.find("flags:");
        unsigned int flags = 0;
        if (at != std::string::npos) {
            std::sscanf(about.c_str() + at, "flags: %o", &flags);
        }
        end.writes = (flags & O_ACCMODE) != O_RDONLY;
        ends.push_back(end);
    }
    return ends;
}

} // namespace threadlab::harness
