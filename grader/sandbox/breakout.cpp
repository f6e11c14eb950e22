// threadlab-breakout: what hostile code would try first. `threadlab doctor` and the tests run it in
// the real sandbox, one attempt a run:
//
//   threadlab-breakout ATTEMPT [ARGUMENT]
//
// Exit status 0: it was refused. 1: it got through, and says on standard output to what. 2: wrong
// usage. Statically linked, so that it runs wherever the sandbox lets it.

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

enum Result : int { refused = 0, got_through = 1, wrong_usage = 2 };

Result through(const std::string& what) {
    std::puts(what.c_str());
    return got_through;
}

long number(const char* text) {
    return std::strtol(text, nullptr, 10);
}

Result read_file(const char* path) {
    const int file = open(path, O_RDONLY);
    char byte = 0;
    const bool folder = file >= 0 && read(file, &byte, 1) < 0 && errno == EISDIR;
    const bool has_read = file >= 0 && lseek(file, 0, SEEK_CUR) > 0;
    return folder || has_read ? through(std::string("read ") + path) : refused;
}

Result write_files(const char*) {
    const std::array folders{"/",    "/usr",      "/usr/bin", "/etc",         "/dev",
                             "/box", "/var/tmp/", "..",       "/proc/sys/vm", "/sys"};
    std::string written;
    for (const char* folder : folders) {
        const std::string path = std::string(folder) + "/threadlab-breakout";
        if (open(path.c_str(), O_CREAT | O_WRONLY | O_EXCL, S_IRUSR) >= 0) {
            written += std::string(written.empty() ? "" : ", ") + folder;
            unlink(path.c_str());
        }
    }
    return written.empty() ? refused : through("wrote to " + written);
}

Result see_process(const char* pid) {
    const std::string folder = std::string("/proc/") + pid;
    const bool visible = kill(static_cast<pid_t>(number(pid)), 0) == 0 || errno == EPERM;
    return visible || access(folder.c_str(), F_OK) == 0 ? through("saw process " + std::string(pid))
                                                        : refused;
}

Result kill_process(const char* pid) {
    return kill(static_cast<pid_t>(number(pid)), SIGKILL) == 0
               ? through("killed process " + std::string(pid))
               : refused;
}

Result trace_process(const char*) {
    return ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr) == 0 ? through("traced its parent")
                                                                   : refused;
}

Result connect_to(const char* port) {
    const int end = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(number(port)));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected =
        end >= 0 && connect(end, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    return connected ? through("connected to the machine") : refused;
}

Result make_namespace(const char*) {
    return unshare(CLONE_NEWUSER) == 0 ? through("made a user namespace") : refused;
}

Result mount_folder(const char*) {
    return mount("none", "/tmp", "tmpfs", 0, nullptr) == 0 ? through("mounted a file system")
                                                           : refused;
}

// Refused if whoever started it finds no process of that name later.
Result stay_behind(const char* name) {
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            std::signal(SIGHUP, SIG_IGN);
            std::signal(SIGTERM, SIG_IGN);
            for (int descriptor = 0; descriptor < 8; ++descriptor) {
                close(descriptor);
            }
            prctl(PR_SET_NAME, name);
            while (true) {
                pause();
            }
        }
        _exit(0);
    }
    wait(nullptr);
    return refused;
}

Result hoard_memory(const char* megabytes) {
    constexpr std::size_t megabyte = std::size_t{1} << 20;
    for (long i = 0; i < number(megabytes); ++i) {
        void* memory =
            mmap(nullptr, megabyte, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) {
            return refused;
        }
        std::memset(memory, 1, megabyte);
    }
    return through("had " + std::string(megabytes) + " MB");
}

Result start_processes(const char* most) {
    long started = 0;
    while (started < number(most)) {
        const pid_t child = fork();
        if (child < 0) {
            return refused;
        }
        if (child == 0) {
            while (true) {
                pause();
            }
        }
        ++started;
    }
    return through("had " + std::to_string(started) + " processes");
}

bool is_ours(std::string_view variable) {
    return variable.empty() || variable.starts_with("PATH=") || variable.starts_with("PWD=");
}

Result see_environment(const char*) {
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (!is_ours(*variable)) {
            return through(std::string("saw ") + *variable);
        }
    }
    std::ifstream first("/proc/1/environ", std::ios::binary);
    for (std::string variable; std::getline(first, variable, '\0');) {
        if (!is_ours(variable)) {
            return through("saw in its first process " + variable);
        }
    }
    return refused;
}

// 0 to 4 are the channels that every command has.
Result find_descriptors(const char*) {
    constexpr int first_unknown = 5;
    constexpr int last = 1024;
    for (int descriptor = first_unknown; descriptor < last; ++descriptor) {
        if (fcntl(descriptor, F_GETFD) >= 0) {
            return through("inherited descriptor " + std::to_string(descriptor));
        }
    }
    return refused;
}

Result find_no_filter(const char*) {
    return prctl(PR_GET_SECCOMP) == 2 ? refused : through("made system calls that nobody filters");
}

// Any call, without arguments: that it came back is told, and how.
Result make_call(const char* name) {
    const long result = syscall(number(name), 0, 0, 0, 0, 0, 0);
    if (result < 0) {
        std::printf("%s\n", std::strerror(errno));
        return refused;
    }
    return through("it worked");
}

Result run_program(const char* path) {
    std::array<char*, 2> words{const_cast<char*>(path), nullptr};
    execve(path, words.data(), environ);
    return refused;
}

// Answers no signal that it can ignore, and computes for ever.
[[noreturn]] void spin() {
    for (int signal = 1; signal < NSIG; ++signal) {
        std::signal(signal, SIG_IGN);
    }
    while (true) {
        asm volatile("");
    }
}

Result spin_alone(const char*) {
    spin();
}

Result spin_in_threads(const char* most) {
    pthread_t thread{};
    for (long i = 0; i < number(most); ++i) {
        pthread_create(
            &thread, nullptr,
            [](void*) -> void* {
                spin();
                return nullptr;
            },
            nullptr);
    }
    spin();
}

Result fork_without_end(const char*) {
    std::signal(SIGXCPU, SIG_IGN);
    std::signal(SIGCHLD, SIG_IGN);
    while (true) {
        fork();
    }
}

// Files of no size, until there is no room for more.
Result make_files(const char* most) {
    for (long i = 0; i < number(most); ++i) {
        const std::string path = "/tmp/" + std::to_string(i);
        const int file = open(path.c_str(), O_CREAT | O_WRONLY, S_IRUSR);
        if (file < 0) {
            return refused;
        }
        close(file);
    }
    return through("made " + std::string(most) + " files");
}

// Types into the terminal; the kernel looks at the lower half of the word alone.
Result type_ahead(const char*) {
    constexpr long beyond = long{1} << 32;
    return syscall(SYS_ioctl, 0, TIOCSTI + beyond, "x") == 0 ? through("typed") : refused;
}

// By a door that the machine has for other programs than its own.
Result call_as_another(const char* how) {
#if defined(__x86_64__)
    constexpr long x32 = 0x40000000;
    if (std::string_view(how) == "x32") {
        return syscall(x32 + SYS_getpid) > 0 ? through("made an x32 call") : refused;
    }
    long result = 20; // getpid of 32 bits
    asm volatile("int $0x80" : "+a"(result)::"memory");
    return result > 0 ? through("made a call of 32 bits") : refused;
#else
    static_cast<void>(how);
    return refused;
#endif
}

struct Attempt {
    std::string_view name;
    Result (*make)(const char* argument);
};

constexpr std::array attempts{Attempt{"read", read_file},
                              Attempt{"write", write_files},
                              Attempt{"see", see_process},
                              Attempt{"kill", kill_process},
                              Attempt{"trace", trace_process},
                              Attempt{"connect", connect_to},
                              Attempt{"namespace", make_namespace},
                              Attempt{"mount", mount_folder},
                              Attempt{"stay", stay_behind},
                              Attempt{"memory", hoard_memory},
                              Attempt{"processes", start_processes},
                              Attempt{"environment", see_environment},
                              Attempt{"descriptors", find_descriptors},
                              Attempt{"filter", find_no_filter},
                              Attempt{"call", make_call},
                              Attempt{"type", type_ahead},
                              Attempt{"foreign", call_as_another},
                              Attempt{"run", run_program},
                              Attempt{"spin", spin_alone},
                              Attempt{"spin-threads", spin_in_threads},
                              Attempt{"fork", fork_without_end},
                              Attempt{"files", make_files}};

} // namespace

int main(int argc, char** argv) {
    const std::string_view name = argc > 1 ? argv[1] : "";
    for (const Attempt& attempt : attempts) {
        if (attempt.name == name) {
            return attempt.make(argc > 2 ? argv[2] : "");
        }
    }
    std::fputs("threadlab-breakout is started by threadlab, not by hand.\n", stderr);
    return wrong_usage;
}
