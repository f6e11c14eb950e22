#include "sandbox/process_tree.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace threadlab::sandbox {

namespace fs = std::filesystem;

namespace {

std::optional<pid_t> as_number(const std::string& name) {
    pid_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size()) {
        return std::nullopt;
    }
    return number;
}

// What is in a folder of /proc, as far as it can be read: a process may end meanwhile.
std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code gone;
    fs::directory_iterator next(folder, gone);
    while (!gone && next != fs::directory_iterator()) {
        entries.push_back(next->path());
        next.increment(gone);
    }
    return entries;
}

// /proc/PID/stat: "pid (name) state ppid ...", see proc(5). The name may hold spaces and brackets.
std::optional<Process> read_stat(const fs::path& folder) {
    std::ifstream file(folder / "stat");
    std::string line;
    if (!std::getline(file, line)) {
        return std::nullopt;
    }
    const std::size_t open = line.find('(');
    const std::size_t close = line.rfind(')');
    if (open == std::string::npos || close == std::string::npos) {
        return std::nullopt;
    }
    Process process;
    process.name = line.substr(open + 1, close - open - 1);
    std::istringstream rest(line.substr(close + 1));
    std::string state;
    std::string skipped;
    rest >> state >> process.parent;
    for (int field = 5; field <= 13; ++field) {
        rest >> skipped;
    }
    double user = 0;
    double system = 0;
    double children_user = 0;
    double children_system = 0;
    rest >> user >> system >> children_user >> children_system;
    for (int field = 18; field <= 23; ++field) {
        rest >> skipped;
    }
    std::int64_t pages = 0;
    rest >> pages;
    const double ticks = user + system + children_user + children_system;
    process.cpu_seconds = ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
    process.resident_bytes = pages * sysconf(_SC_PAGESIZE);
    return process;
}

std::vector<Process> all_processes() {
    std::vector<Process> found;
    for (const fs::path& folder : entries_of("/proc")) {
        const std::optional<pid_t> pid = as_number(folder.filename().string());
        if (!pid) {
            continue;
        }
        if (std::optional<Process> process = read_stat(folder)) {
            process->pid = *pid;
            found.push_back(std::move(*process));
        }
    }
    return found;
}

// Adds the children of the process in that folder. False if the kernel lists none
// (CONFIG_PROC_CHILDREN).
bool add_children(const fs::path& folder, std::vector<pid_t>& found) {
    for (const fs::path& task : entries_of(folder / "task")) {
        std::ifstream children(task / "children");
        std::error_code gone; // no such process: for the library an error of its own
        if (!children && fs::exists(task, gone)) {
            return false;
        }
        std::for_each(std::istream_iterator<pid_t>(children), {}, [&](pid_t child) {
            // Twice, if the thread that it was listed for has ended since: another one has it now.
            if (std::find(found.begin(), found.end(), child) == found.end()) {
                found.push_back(child);
            }
        });
    }
    return true;
}

} // namespace

std::vector<Process> process_tree(pid_t root) {
    std::vector<Process> others = all_processes();
    std::vector<Process> tree;
    const auto take = [&](auto wanted) {
        std::copy_if(others.begin(), others.end(), std::back_inserter(tree), wanted);
        std::erase_if(others, wanted);
    };
    take([&](const Process& process) { return process.pid == root; });
    for (std::size_t next = 0; next < tree.size(); ++next) {
        take([parent = tree[next].pid](const Process& p) { return p.parent == parent; });
    }
    return tree;
}

std::vector<Process> glance_at_tree(pid_t root) {
    std::vector<Process> tree;
    std::vector<pid_t> found{root};
    for (std::size_t next = 0; next < found.size(); ++next) {
        const fs::path folder = "/proc/" + std::to_string(found[next]);
        std::optional<Process> process = read_stat(folder);
        if (!process) {
            continue;
        }
        process->pid = found[next];
        tree.push_back(std::move(*process));
        if (!add_children(folder, found)) {
            return process_tree(root);
        }
    }
    return tree;
}

std::map<pid_t, double> waits_for_core(const std::vector<Process>& processes) {
    std::map<pid_t, double> waits;
    for (const Process& process : processes) {
        for (const fs::path& task : entries_of("/proc/" + std::to_string(process.pid) + "/task")) {
            const std::optional<pid_t> thread = as_number(task.filename().string());
            std::ifstream file(task / "schedstat");
            double running = 0;
            double waiting = 0;
            if (thread && file >> running >> waiting) {
                constexpr double nanosecond = 1e-9;
                waits[*thread] = waiting * nanosecond;
            }
        }
    }
    return waits;
}

} // namespace threadlab::sandbox
