// threadlab-launch: the last steps before a command runs, done by a process of its own because they
// cannot be undone: joining control groups, giving up root, limits. Statically linked, so that it
// runs where no library is in sight. It is used up to twice a launch:
//
//   threadlab-launch outside [--cgroup DIR]... [--uid N] [--keep] -- PROGRAM ARGS...
//   threadlab-launch inside --processes N --file-bytes N --cpu-seconds N [--fixed]
//                           [--calls CLASS | --try-calls CLASS] [--forks] [--hand-out DIR]
//                           -- PROGRAM ARGS...
//
// `inside` reports on descriptor 5, a socket: "S" once the sandbox is up, with the folder of
// --hand-out, if any, as a descriptor; then, if the program cannot be started, "E" and the reason.
// Nothing there means that the sandbox itself did not come up.

#include "sandbox/system_calls.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

namespace sandbox = threadlab::sandbox;

constexpr int status_descriptor = 5;
constexpr int not_started = 125;

[[noreturn]] void fail(const std::string& step) {
    const std::string why = "E" + step + ": " + std::strerror(errno);
    if (write(status_descriptor, why.data(), why.size()) < 0) {
        std::perror("threadlab-launch: status");
    }
    std::fprintf(stderr, "threadlab-launch: %s\n", why.c_str() + 1);
    std::exit(not_started);
}

struct Options {
    std::vector<std::string> cgroups;
    long uid = -1;
    long processes = -1;
    long file_bytes = -1;
    long cpu_seconds = -1;
    bool fixed = false;
    bool keep = false;
    std::optional<sandbox::Calls> calls;
    bool calls_needed = false; // else a kernel without filters is put up with
    bool forks = false;
    const char* hand_out = nullptr;
    char** program = nullptr;
};

sandbox::Calls class_of(const char* word) {
    const std::optional<sandbox::Calls> calls = sandbox::parse_calls(word);
    if (!calls) {
        errno = EINVAL;
        fail(std::string("no class of system calls is called ") + word);
    }
    return *calls;
}

Options parse(char** arg) {
    Options options;
    for (; *arg != nullptr; ++arg) {
        const std::string_view word = *arg;
        if (word == "--") {
            options.program = arg + 1;
            break;
        }
        if (word == "--fixed") {
            options.fixed = true;
        } else if (word == "--keep") {
            options.keep = true;
        } else if (word == "--forks") {
            options.forks = true;
        } else if (arg[1] == nullptr) {
            errno = EINVAL;
            fail("option without a value");
        } else if (word == "--cgroup") {
            options.cgroups.emplace_back(*++arg);
        } else if (word == "--uid") {
            options.uid = std::strtol(*++arg, nullptr, 10);
        } else if (word == "--processes") {
            options.processes = std::strtol(*++arg, nullptr, 10);
        } else if (word == "--file-bytes") {
            options.file_bytes = std::strtol(*++arg, nullptr, 10);
        } else if (word == "--cpu-seconds") {
            options.cpu_seconds = std::strtol(*++arg, nullptr, 10);
        } else if (word == "--hand-out") {
            options.hand_out = *++arg;
        } else if (word == "--calls" || word == "--try-calls") {
            options.calls = class_of(*++arg);
            options.calls_needed = word == "--calls";
        } else {
            errno = EINVAL;
            fail("unknown option " + std::string(word));
        }
    }
    if (options.program == nullptr || *options.program == nullptr) {
        errno = EINVAL;
        fail("no program");
    }
    return options;
}

void join_cgroup(const std::string& folder) {
    // This one thread is the whole process. Where threads can be moved (version 1), the kernel does
    // so at once; for a process it first waits until no process of the machine is being made.
    std::string path = folder + "/tasks";
    int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        path = folder + "/cgroup.procs";
        file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    }
    if (file < 0 || write(file, "0", 1) != 1) {
        fail("join " + path);
    }
    close(file);
}

void give_up_root(long uid) {
    const auto id = static_cast<uid_t>(uid);
    if (setgroups(0, nullptr) != 0 || setresgid(id, id, id) != 0 || setresuid(id, id, id) != 0) {
        fail("give up root");
    }
}

void limit(__rlimit_resource resource, long value, const char* name) {
    const rlimit bound{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
    if (setrlimit(resource, &bound) != 0) {
        fail(std::string("limit ") + name);
    }
}

// The children of this process; the keeper is a subreaper, so orphans of the command are among
// them.
std::vector<pid_t> children() {
    std::vector<pid_t> found;
    DIR* proc = opendir("/proc");
    if (proc == nullptr) {
        return found;
    }
    while (const dirent* entry = readdir(proc)) {
        const pid_t pid = std::atoi(entry->d_name);
        if (pid <= 0) {
            continue;
        }
        const std::string path = std::string("/proc/") + entry->d_name + "/stat";
        FILE* stat = std::fopen(path.c_str(), "re");
        if (stat == nullptr) {
            continue;
        }
        char text[512] = {};
        const std::size_t size = std::fread(text, 1, sizeof text - 1, stat);
        std::fclose(stat);
        const std::string_view line(text, size);
        const std::size_t after_name = line.rfind(')');
        int parent = 0;
        char state = 0;
        if (after_name != std::string_view::npos &&
            std::sscanf(text + after_name + 1, " %c %d", &state, &parent) == 2 &&
            parent == getpid()) {
            found.push_back(pid);
        }
    }
    closedir(proc);
    return found;
}

// Runs the program as a child, and ends whatever it leaves behind. Returns the exit status to give:
// 128 + N for signal N, as shells and bubblewrap do.
int keep(char** program) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    const pid_t command = fork();
    if (command < 0) {
        fail("fork");
    }
    if (command == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execv(program[0], program);
        fail(std::string("run ") + program[0]);
    }
    int status = 0;
    while (waitpid(command, &status, 0) < 0 && errno == EINTR) {
    }
    for (std::vector<pid_t> left = children(); !left.empty(); left = children()) {
        for (const pid_t pid : left) {
            kill(pid, SIGKILL);
        }
        while (waitpid(-1, nullptr, WNOHANG) > 0) {
        }
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int outside(const Options& options) {
    for (const std::string& folder : options.cgroups) {
        join_cgroup(folder);
    }
    if (options.uid >= 0) {
        give_up_root(options.uid);
    }
    // After the change of user, which would clear it.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (options.keep) {
        return keep(options.program);
    }
    execv(options.program[0], options.program);
    fail(std::string("run ") + options.program[0]);
}

// Puts words somewhere in the address space, so that a program that may be started from there only
// is started once: whoever comes after does not know where that was.
class Hidden {
public:
    explicit Hidden(std::size_t bytes) {
        constexpr std::uintptr_t page = 4096;
        constexpr std::uintptr_t highest = std::uintptr_t{1} << 46;
        for (int tries = 0; tries < 100 && memory_ == nullptr; ++tries) {
            std::uintptr_t where = 0;
            if (getrandom(&where, sizeof where, 0) != static_cast<ssize_t>(sizeof where)) {
                break;
            }
            where = where % highest / page * page;
            void* got = mmap(std::bit_cast<void*>(where), bytes, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
            memory_ = got == MAP_FAILED ? nullptr : got;
        }
        if (memory_ == nullptr) {
            fail("hide the program's name");
        }
    }
    void* get() const { return memory_; }

private:
    void* memory_ = nullptr;
};

char* hidden_text(const char* text) {
    const std::size_t bytes = std::strlen(text) + 1;
    return static_cast<char*>(std::memcpy(Hidden(bytes).get(), text, bytes));
}

char** hidden_list(char** words) {
    std::size_t count = 1;
    while (words[count - 1] != nullptr) {
        ++count;
    }
    const std::size_t bytes = count * sizeof *words;
    auto** hidden = static_cast<char**>(Hidden(bytes).get());
    std::copy_n(words, count, hidden);
    return hidden;
}

// Says that the sandbox is up; `folder`, if any, stays open to who reads that.
bool say_started(const char* folder) {
    char word[] = "S";
    iovec text{word, 1};
    msghdr message{};
    message.msg_iov = &text;
    message.msg_iovlen = 1;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    if (folder != nullptr) {
        const int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (opened < 0) {
            fail(std::string("open ") + folder);
        }
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof opened);
        std::memcpy(CMSG_DATA(header), &opened, sizeof opened);
    }
    return sendmsg(status_descriptor, &message, MSG_NOSIGNAL) == 1;
}

int inside(const Options& options) {
    umask(022);
    limit(RLIMIT_CORE, 0, "core");
    constexpr long descriptors = 1024; // the same on every machine
    limit(RLIMIT_NOFILE, descriptors, "descriptors");
    limit(RLIMIT_FSIZE, options.file_bytes, "file size");
    limit(RLIMIT_CPU, options.cpu_seconds, "CPU");
    if (options.processes >= 0) {
        limit(RLIMIT_NPROC, options.processes, "processes");
    }
    if (options.fixed && personality(ADDR_NO_RANDOMIZE) < 0) {
        fail("fix addresses");
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    fcntl(status_descriptor, F_SETFD, FD_CLOEXEC);
    if (!say_started(options.hand_out)) {
        return not_started;
    }
    char* path = hidden_text(options.program[0]);
    char** arguments = hidden_list(options.program);
    char** environment = hidden_list(environ);
    if (options.calls) {
        const int error = sandbox::bind_system_calls(
            {*options.calls, options.forks},
            {path, static_cast<const void*>(arguments), static_cast<const void*>(environment)});
        if (error < 0 && options.calls_needed) {
            errno = -error;
            fail("filter system calls");
        }
    }
    execve(path, arguments, environment);
    fail(std::string("run ") + options.program[0]);
}

} // namespace

int main(int argc, char** argv) {
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "outside") {
        return outside(parse(argv + 2));
    }
    if (mode == "inside") {
        return inside(parse(argv + 2));
    }
    std::fputs("threadlab-launch is started by threadlab, not by hand.\n", stderr);
    return not_started;
}
