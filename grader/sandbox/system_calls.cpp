#include "sandbox/system_calls.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <initializer_list>
#include <linux/sched.h>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <span>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace threadlab::sandbox {

namespace {

using Names = std::span<const char* const>;

// What every program needs that has threads, and reads.
constexpr auto running = std::to_array<const char*>(
    {// its memory
     "brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "mincore", "msync",
     // its threads
     "exit", "exit_group", "futex", "futex_waitv", "set_robust_list", "get_robust_list",
     "set_tid_address", "rseq", "arch_prctl", "membarrier", "sched_yield", "sched_getaffinity",
     "sched_setaffinity", "sched_getparam", "sched_getscheduler", "sched_get_priority_max",
     "sched_get_priority_min", "sched_getattr", "sched_rr_get_interval", "getpriority",
     "setpriority", "getcpu", "restart_syscall",
     // who and where it is
     "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getgroups",
     "getresuid", "getresgid", "getpgid", "getpgrp", "getsid", "uname", "sysinfo", "getrusage",
     "getrlimit", "setrlimit", "times", "umask", "capget",
     // time and chance
     "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time",
     "getitimer", "setitimer", "alarm", "timer_create", "timer_settime", "timer_gettime",
     "timer_getoverrun", "timer_delete", "getrandom",
     // its own signals
     "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigsuspend",
     "rt_sigtimedwait", "sigaltstack", "pause",
     // what is open
     "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2",
     "pwritev2", "lseek", "close", "close_range", "dup", "dup2", "dup3", "fstat", "fstatfs",
     "fadvise64", "ftruncate", "pipe", "pipe2", "eventfd", "eventfd2", "timerfd_create",
     "timerfd_settime", "timerfd_gettime", "signalfd", "signalfd4", "epoll_create", "epoll_create1",
     "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "poll", "ppoll", "select",
     "pselect6",
     // walls of its own
     "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self",
     // what can be seen
     "stat", "lstat", "newfstatat", "statx", "statfs", "access", "faccessat", "faccessat2",
     "readlink", "readlinkat", "getcwd", "chdir", "fchdir", "getdents", "getdents64"});

constexpr auto with_files = std::to_array<const char*>(
    {"open",      "openat",   "openat2",        "creat",     "fcntl",   "flock",  "fsync",
     "fdatasync", "truncate", "fallocate",      "mkdir",     "mkdirat", "rmdir",  "unlink",
     "unlinkat",  "rename",   "renameat",       "renameat2", "link",    "linkat", "symlink",
     "symlinkat", "chmod",    "fchmod",         "fchmodat",  "utime",   "utimes", "utimensat",
     "futimesat", "sendfile", "copy_file_range"});

constexpr auto with_forks = std::to_array<const char*>(
    {"fork", "vfork", "wait4", "waitid", "memfd_create", "kill", "tkill", "tgkill",
     "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_send_signal"});

constexpr auto with_processes = std::to_array<const char*>(
    {"setpgid",     "setsid",       "prlimit64",  "socketpair",   "bind",
     "connect",     "listen",       "accept",     "accept4",      "shutdown",
     "getsockname", "getpeername",  "getsockopt", "setsockopt",   "sendto",
     "recvfrom",    "sendmsg",      "recvmsg",    "sendmmsg",     "recvmmsg",
     "mknod",       "mknodat",      "splice",     "tee",          "shmget",
     "shmat",       "shmdt",        "shmctl",     "semget",       "semop",
     "semtimedop",  "semctl",       "msgget",     "msgsnd",       "msgrcv",
     "msgctl",      "mq_open",      "mq_unlink",  "mq_timedsend", "mq_timedreceive",
     "mq_notify",   "mq_getsetattr"});

// Honest programs have these as libraries make them; they find another way, or none.
constexpr auto fork_calls = std::to_array<const char*>({"fork", "vfork"});

constexpr auto attacks = std::to_array<const char*>(
    {// into other processes
     "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease",
     "kcmp", "pidfd_getfd",
     // out of the namespaces
     "unshare", "setns", "mount", "umount", "umount2", "pivot_root", "chroot", "fsopen", "fsconfig",
     "fsmount", "fspick", "move_mount", "open_tree", "mount_setattr", "open_by_handle_at",
     "name_to_handle_at",
     // doors of the kernel that have let others in before
     "io_uring_setup", "io_uring_enter", "io_uring_register", "bpf", "perf_event_open",
     "userfaultfd", "add_key", "request_key", "keyctl", "fanotify_init", "memfd_secret",
     "modify_ldt", "vmsplice",
     // the machine's own affairs
     "kexec_load", "kexec_file_load", "init_module", "finit_module", "create_module",
     "delete_module", "reboot", "swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "iopl",
     "ioperm", "settimeofday", "clock_settime", "sethostname", "setdomainname", "syslog", "vhangup",
     "execveat"});

constexpr std::uint64_t low_half = 0xffffffff; // all of an argument that is an int to the kernel

constexpr std::uint64_t new_namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                         CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

constexpr auto prctl_options = std::to_array<std::uint64_t>(
    {PR_SET_NAME, PR_GET_NAME, PR_SET_PDEATHSIG, PR_GET_PDEATHSIG, PR_GET_DUMPABLE,
     PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER, PR_GET_CHILD_SUBREAPER,
     PR_SET_SECCOMP, PR_GET_SECCOMP, PR_SET_TIMERSLACK, PR_GET_TIMERSLACK, PR_CAPBSET_READ,
     PR_SET_VMA, PR_SET_PTRACER});

constexpr auto terminal_questions =
    std::to_array<std::uint64_t>({TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX});

// What an fcntl must be that does not lock or lease a file: another submission, which sees the same
// file, could tell.
constexpr auto harmless_fcntl = std::to_array<std::uint64_t>(
    {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETPIPE_SZ, F_SETPIPE_SZ});

class Filter {
public:
    explicit Filter(const CallPolicy& policy)
        : policy_(policy), context_(seccomp_init(SCMP_ACT_ERRNO(ENOSYS))) {}
    ~Filter() { seccomp_release(context_); }
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    int install(const OneProgram& program) {
        if (context_ == nullptr) {
            return -ENOMEM;
        }
        note(seccomp_attr_set(context_, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
        note(seccomp_attr_set(context_, SCMP_FLTATR_CTL_OPTIMIZE, 2)); // a tree, not a list
        add_lists();
        add_clone();
        add_signals();
        add_files();
        add_sockets();
        add_programs(program);
        add_by_option();
        return error_ != 0 ? error_ : seccomp_load(context_);
    }

private:
    bool tools() const { return policy_.calls == Calls::tools; }
    bool processes() const { return tools() || policy_.calls == Calls::processes; }
    bool forks() const { return policy_.forks || processes(); }
    bool files() const { return processes() || policy_.calls == Calls::files; }

    void note(int result) {
        if (result < 0 && error_ == 0) {
            error_ = result;
        }
    }

    void add(std::uint32_t action, const char* name,
             std::initializer_list<scmp_arg_cmp> when = {}) {
        const int number = seccomp_syscall_resolve_name(name);
        if (number == __NR_SCMP_ERROR) {
            return; // newer than the library: not there, then
        }
        note(seccomp_rule_add_array(context_, action, number, static_cast<unsigned>(when.size()),
                                    when.begin()));
    }

    void add_all(std::uint32_t action, Names names) {
        for (const char* name : names) {
            add(action, name);
        }
    }

    static scmp_arg_cmp bits(unsigned argument, std::uint64_t mask, std::uint64_t value) {
        return {argument, SCMP_CMP_MASKED_EQ, mask, value};
    }
    static scmp_arg_cmp word_is(unsigned argument, std::uint64_t value) {
        return bits(argument, low_half, value & low_half);
    }
    static scmp_arg_cmp pointer_is(unsigned argument, const void* value) {
        return {argument, SCMP_CMP_EQ, reinterpret_cast<std::uintptr_t>(value), 0};
    }

    void add_lists() {
        add_all(SCMP_ACT_ALLOW, running);
        add_all(SCMP_ACT_KILL_PROCESS, attacks);
        if (files()) {
            add_all(SCMP_ACT_ALLOW, with_files);
        }
        if (forks()) {
            add_all(SCMP_ACT_ALLOW, with_forks);
        } else {
            add_all(SCMP_ACT_ERRNO(EPERM), fork_calls);
            add(SCMP_ACT_KILL_PROCESS, "memfd_create");
        }
        if (processes()) {
            add_all(SCMP_ACT_ALLOW, with_processes);
        } else {
            add(SCMP_ACT_ALLOW, "prlimit64", {word_is(0, 0)});
        }
    }

    // clone3's flags lie in memory, where no filter looks: not being there, it sends libraries back
    // to clone. Rules for one call must not overlap: which of them would come first is not said.
    void add_clone() {
        for (std::uint64_t bit = 1; bit <= new_namespaces; bit <<= 1) {
            if ((new_namespaces & bit) != 0) {
                add(SCMP_ACT_KILL_PROCESS, "clone", {bits(0, bit, bit)});
            }
        }
        if (forks()) {
            add(SCMP_ACT_ALLOW, "clone", {bits(0, new_namespaces | CLONE_PARENT, 0)});
            return;
        }
        add(SCMP_ACT_ALLOW, "clone", {bits(0, new_namespaces | CLONE_THREAD, CLONE_THREAD)});
        add(SCMP_ACT_ERRNO(EPERM), "clone", {bits(0, new_namespaces | CLONE_THREAD, 0)});
    }

    // Who cannot fork has nobody but itself to send signals to. Its id is ours: execve keeps it.
    void add_signals() {
        if (forks()) {
            return;
        }
        const auto own = static_cast<std::uint64_t>(getpid());
        for (const char* name : {"kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"}) {
            add(SCMP_ACT_ALLOW, name, {word_is(0, own)});
            add(SCMP_ACT_ERRNO(EPERM), name, {{0, SCMP_CMP_NE, own, 0}});
        }
    }

    void add_files() {
        if (files()) {
            return;
        }
        add_open("open", 1);
        add_open("openat", 2);
        for (const std::uint64_t command : harmless_fcntl) {
            add(SCMP_ACT_ALLOW, "fcntl", {word_is(1, command)});
        }
    }

    // For reading alone.
    void add_open(const char* name, unsigned flags) {
        constexpr std::uint64_t makes = O_CREAT | O_TRUNC;
        add(SCMP_ACT_ALLOW, name, {bits(flags, O_ACCMODE | makes, O_RDONLY)});
        for (const std::uint64_t how : {O_WRONLY, O_RDWR, O_ACCMODE}) {
            add(SCMP_ACT_ERRNO(EPERM), name, {bits(flags, O_ACCMODE, how)});
        }
        for (const std::uint64_t how : {O_CREAT, O_TRUNC}) {
            add(SCMP_ACT_ERRNO(EPERM), name, {bits(flags, O_ACCMODE | how, how)});
        }
    }

    // Between processes of the command: none that leads elsewhere.
    void add_sockets() {
        add(SCMP_ACT_KILL_PROCESS, "socket", {{0, SCMP_CMP_GT, AF_UNIX, 0}});
        add(processes() ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EPERM), "socket",
            {{0, SCMP_CMP_LE, AF_UNIX, 0}});
    }

    void add_programs(const OneProgram& program) {
        if (tools()) {
            add(SCMP_ACT_ALLOW, "execve");
            return;
        }
        add(SCMP_ACT_ALLOW, "execve",
            {pointer_is(0, program.path), pointer_is(1, program.arguments),
             pointer_is(2, program.environment)});
    }

    void add_by_option() {
        for (const std::uint64_t option : prctl_options) {
            add(SCMP_ACT_ALLOW, "prctl", {word_is(0, option)});
        }
        for (const std::uint64_t question : terminal_questions) {
            add(SCMP_ACT_ALLOW, "ioctl", {word_is(1, question)});
        }
        for (const std::uint64_t attack : {TIOCSTI, TIOCLINUX}) {
            add(SCMP_ACT_KILL_PROCESS, "ioctl", {word_is(1, attack)});
        }
        add(SCMP_ACT_ALLOW, "personality", {word_is(0, low_half)}); // which asks
        add(SCMP_ACT_KILL_PROCESS, "personality", {{0, SCMP_CMP_LT, low_half, 0}});
        add(SCMP_ACT_KILL_PROCESS, "personality", {{0, SCMP_CMP_GT, low_half, 0}});
        // More filters, but none that hands its questions to a process.
        add(SCMP_ACT_ALLOW, "seccomp", {bits(1, SECCOMP_FILTER_FLAG_NEW_LISTENER, 0)});
    }

    CallPolicy policy_;
    scmp_filter_ctx context_;
    int error_ = 0;
};

} // namespace

int bind_system_calls(const CallPolicy& policy, const OneProgram& program) {
    return Filter(policy).install(program);
}

} // namespace threadlab::sandbox
