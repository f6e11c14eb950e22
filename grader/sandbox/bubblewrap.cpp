#include "sandbox/bubblewrap.hpp"

#include "sandbox/landlock.hpp"

namespace threadlab::sandbox {

namespace {

using Words = std::vector<std::string>;

void add(Words& words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
}

// What compiling and running need of the system, and no more.
Words system_view() {
    return {"--ro-bind",
            "/usr",
            "/usr",
            "--symlink",
            "usr/bin",
            "/bin",
            "--symlink",
            "usr/sbin",
            "/sbin",
            "--symlink",
            "usr/lib",
            "/lib",
            "--symlink",
            "usr/lib64",
            "/lib64",
            "--ro-bind-try",
            "/etc/ld.so.cache",
            "/etc/ld.so.cache",
            "--ro-bind-try",
            "/etc/alternatives",
            "/etc/alternatives",
            "--proc",
            "/proc",
            "--dev",
            "/dev"};
}

// What /proc tells of the machine, and not of the command's own processes.
Words masks() {
    Words words;
    for (const char* file : {"cmdline", "config.gz", "diskstats", "interrupts", "iomem", "ioports",
                             "kallsyms", "kcore", "key-users", "keys", "kmsg", "locks", "modules",
                             "partitions", "sched_debug", "sysrq-trigger", "timer_list"}) {
        const std::string path = std::string("/proc/") + file;
        if (std::filesystem::exists(path)) {
            add(words, {"--ro-bind", "/dev/null", path});
        }
    }
    for (const char* folder : {"acpi", "driver", "fs", "scsi"}) {
        const std::string path = std::string("/proc/") + folder;
        if (std::filesystem::exists(path)) {
            add(words, {"--tmpfs", path, "--remount-ro", path});
        }
    }
    return words;
}

Words namespaces() {
    return {"--unshare-user",
            "--unshare-pid",
            "--unshare-net",
            "--unshare-ipc",
            "--unshare-uts",
            "--hostname",
            "lab",
            "--unshare-cgroup-try",
            "--uid",
            "1000",
            "--gid",
            "1000",
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            "--setenv",
            "PATH",
            "/usr/bin"};
}

// A writable folder in memory, of bounded size.
Words scratch(const std::string& folder, std::int64_t bytes) {
    return {"--size", std::to_string(bytes), "--tmpfs", folder};
}

} // namespace

std::vector<std::string> Bubblewrap::missing() const {
    return has_landlock() ? Words{} : Words{"landlock"};
}

Launch Bubblewrap::launch(const Command& command, const Limits& limits, const Box& box) const {
    Words arguments = namespaces();
    add(arguments, system_view());
    add(arguments, masks());
    add(arguments, scratch("/tmp", limits.file_bytes));
    add(arguments, scratch("/dev/shm", limits.file_bytes));
    for (const std::filesystem::path& folder : command.hide) {
        if (std::filesystem::exists(folder)) {
            add(arguments, {"--tmpfs", folder.string(), "--remount-ro", folder.string()});
        }
    }
    add(arguments, {"--ro-bind", box.folder().string(), "/box"});
    add(arguments, scratch("/box/out", limits.file_bytes));
    add(arguments, {"--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/box"});
    for (const std::string& variable : command.environment) {
        const std::size_t equals = variable.find('=');
        add(arguments, {"--setenv", variable.substr(0, equals), variable.substr(equals + 1)});
    }

    Words argv{"/usr/bin/bwrap", "--args", "6"};
    add(argv, inside(command, limits, limits.processes));
    return {.argv = argv, .arguments = arguments, .keep = false};
}

} // namespace threadlab::sandbox
