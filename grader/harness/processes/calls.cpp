// Stands in front of the calls about processes and pipes: counts them, notes where in the
// submission they are made, and lets a check make one of them fail in a way in which it may fail on
// any machine.

#include "harness/channel.hpp"
#include "harness/processes/ledger.hpp"
#include "harness/processes/next.hpp"
#include "harness/witness.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define LAB_EXPORT __attribute__((visibility("default")))
#define LAB_CALLER __builtin_return_address(0)

namespace {

using threadlab::harness::Blocked;
using threadlab::harness::Caller;
using threadlab::harness::Interruptible;
using threadlab::harness::is_foreign_process;
using threadlab::harness::is_owner;
using threadlab::harness::ledger;
using threadlab::harness::note_descriptor;
using threadlab::harness::note_process;
using threadlab::harness::note_start;
using threadlab::harness::own_record;

bool is_refused() {
    if (ledger == nullptr || ledger->refuse_fork == 0 || --ledger->refuse_fork != 0) {
        return false;
    }
    errno = EAGAIN;
    return true;
}

void count_process(std::size_t start, pid_t pid) {
    if (ledger != nullptr) {
        ++ledger->started;
        ledger->nested += is_foreign_process() ? 1 : 0;
        note_process(start, pid);
    }
}

pid_t fork_counted(Caller caller) {
    if (is_refused()) {
        return -1;
    }
    const std::size_t start = note_start(caller);
    const pid_t pid = LAB_NEXT(fork)();
    if (pid > 0) {
        count_process(start, pid);
    } else if (pid == 0 && ledger != nullptr) {
        note_process(start, getpid());
        // The result is for the owner to report.
        if (fcntl(own_record, F_GETFD) >= 0 && getppid() == ledger->owner) {
            close(own_record);
        }
    }
    return pid;
}

// Once for each kind, in the check's own process.
bool is_interrupted(Interruptible kind, unsigned long object, Caller caller) {
    if (!is_owner()) {
        return false;
    }
    if (!ledger->interrupt[static_cast<std::size_t>(kind)].exchange(false)) {
        threadlab::harness::note_attempt(kind, object);
        return false;
    }
    threadlab::harness::note_interruption(kind, object, caller);
    errno = EINTR;
    return true;
}

// The number of the pipe, or other stream between processes, that the descriptor is an end of: one
// that may take or give less than it is asked for. 0 if it is none.
ino_t stream_of(int descriptor) {
    struct stat about{};
    if (fstat(descriptor, &about) != 0) {
        return 0;
    }
    int type = 0;
    socklen_t size = sizeof type;
    const bool is_stream =
        S_ISFIFO(about.st_mode) ||
        (S_ISSOCK(about.st_mode) &&
         getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM);
    return is_stream ? about.st_ino : 0;
}

bool blocks(int descriptor) {
    const int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && (flags & O_NONBLOCK) == 0;
}

// What is no larger than PIPE_BUF goes through a pipe in one piece.
std::size_t piece(int descriptor, std::size_t size) {
    const bool cut = ledger != nullptr && ledger->pieces && size > PIPE_BUF;
    return cut && stream_of(descriptor) != 0 ? PIPE_BUF : size;
}

// The sandbox's filter of system calls ends a process by SIGSYS.
void note_end_by(int signal) {
    if (ledger != nullptr && signal == SIGSYS) {
        ledger->made_forbidden_call = true;
    }
}

pid_t wait_and_look(pid_t pid, int* status, int options, rusage* usage) {
    int own = 0;
    int* told = status == nullptr ? &own : status;
    const pid_t ended = LAB_NEXT(wait4)(pid, told, options, usage);
    if (ended > 0 && WIFSIGNALED(*told)) {
        note_end_by(WTERMSIG(*told));
    }
    return ended;
}

bool is_wait_interrupted(int options, pid_t pid, Caller caller) {
    return (options & WNOHANG) == 0 &&
           is_interrupted(Interruptible::wait, static_cast<unsigned long>(pid), caller);
}

bool is_read_interrupted(int descriptor, Caller caller) {
    const bool matters = is_owner() &&
                         threadlab::harness::is_interruption_open(Interruptible::read) &&
                         blocks(descriptor);
    const ino_t stream = matters ? stream_of(descriptor) : 0;
    return stream != 0 && is_interrupted(Interruptible::read, stream, caller);
}

bool is_poll_interrupted(int timeout, Caller caller) {
    return timeout != 0 && is_interrupted(Interruptible::poll, 0, caller);
}

void* note_memory(void* memory, int flags, Caller caller) {
    if (memory != MAP_FAILED) {
        threadlab::harness::note_mapping(memory, (flags & MAP_SHARED) != 0, caller);
    }
    return memory;
}

int note_pair(int error, const int* ends, Caller caller) {
    if (error == 0) {
        note_descriptor(ends[0], caller);
        note_descriptor(ends[1], caller);
    }
    return error;
}

} // namespace

extern "C" {

LAB_EXPORT pid_t fork() noexcept {
    return fork_counted(LAB_CALLER);
}

// Returning twice into one frame is for nobody to stand in front of; fork does all that it
// promises.
LAB_EXPORT pid_t vfork() noexcept {
    return fork_counted(LAB_CALLER);
}

LAB_EXPORT pid_t _Fork() noexcept {
    return fork_counted(LAB_CALLER);
}

LAB_EXPORT int clone(int (*function)(void*), void* stack, int flags, void* argument, ...) noexcept {
    va_list more;
    va_start(more, argument);
    auto* parent = va_arg(more, pid_t*);
    auto* area = va_arg(more, void*);
    auto* child = va_arg(more, pid_t*);
    va_end(more);
    const bool process = (flags & CLONE_THREAD) == 0;
    if (process && is_refused()) {
        return -1;
    }
    const std::size_t start = process ? note_start(LAB_CALLER) : 0;
    const int pid = LAB_NEXT(clone)(function, stack, flags, argument, parent, area, child);
    if (pid > 0 && process) {
        count_process(start, pid);
    }
    return pid;
}

LAB_EXPORT int posix_spawn(pid_t* pid, const char* path, const posix_spawn_file_actions_t* actions,
                           const posix_spawnattr_t* attributes, char* const* argv,
                           char* const* environment) {
    if (is_refused()) {
        return EAGAIN;
    }
    const std::size_t start = note_start(LAB_CALLER);
    pid_t started = 0;
    const int error = LAB_NEXT(posix_spawn)(&started, path, actions, attributes, argv, environment);
    if (error == 0) {
        count_process(start, started);
        if (pid != nullptr) {
            *pid = started;
        }
    }
    return error;
}

LAB_EXPORT pid_t wait(int* status) {
    const Blocked waits(LAB_CALLER);
    return is_wait_interrupted(0, -1, LAB_CALLER) ? -1 : wait_and_look(-1, status, 0, nullptr);
}

LAB_EXPORT pid_t waitpid(pid_t pid, int* status, int options) {
    const Blocked waits(LAB_CALLER);
    return is_wait_interrupted(options, pid, LAB_CALLER)
               ? -1
               : wait_and_look(pid, status, options, nullptr);
}

LAB_EXPORT pid_t wait4(pid_t pid, int* status, int options, rusage* usage) noexcept {
    const Blocked waits(LAB_CALLER);
    return is_wait_interrupted(options, pid, LAB_CALLER)
               ? -1
               : wait_and_look(pid, status, options, usage);
}

LAB_EXPORT int waitid(idtype_t type, id_t id, siginfo_t* info, int options) {
    const Blocked waits(LAB_CALLER);
    if (is_wait_interrupted(options, static_cast<pid_t>(id), LAB_CALLER)) {
        return -1;
    }
    siginfo_t own{};
    siginfo_t* told = info == nullptr ? &own : info;
    const int result = LAB_NEXT(waitid)(type, id, told, options);
    if (result == 0 && told->si_signo == SIGCHLD && told->si_code != CLD_EXITED) {
        note_end_by(told->si_status);
    }
    return result;
}

LAB_EXPORT int poll(pollfd* descriptors, nfds_t count, int timeout) {
    const Blocked waits(LAB_CALLER);
    return is_poll_interrupted(timeout, LAB_CALLER) ? -1
                                                    : LAB_NEXT(poll)(descriptors, count, timeout);
}

LAB_EXPORT int epoll_wait(int descriptor, epoll_event* events, int count, int timeout) {
    const Blocked waits(LAB_CALLER);
    return is_poll_interrupted(timeout, LAB_CALLER)
               ? -1
               : LAB_NEXT(epoll_wait)(descriptor, events, count, timeout);
}

LAB_EXPORT ssize_t read(int descriptor, void* to, size_t size) {
    const Blocked waits(LAB_CALLER);
    if (is_read_interrupted(descriptor, LAB_CALLER)) {
        return -1;
    }
    return LAB_NEXT(read)(descriptor, to, piece(descriptor, size));
}

LAB_EXPORT int pipe(int* ends) noexcept {
    return note_pair(LAB_NEXT(pipe)(ends), ends, LAB_CALLER);
}

LAB_EXPORT int pipe2(int* ends, int flags) noexcept {
    return note_pair(LAB_NEXT(pipe2)(ends, flags), ends, LAB_CALLER);
}

LAB_EXPORT int socketpair(int domain, int type, int protocol, int* ends) noexcept {
    return note_pair(LAB_NEXT(socketpair)(domain, type, protocol, ends), ends, LAB_CALLER);
}

LAB_EXPORT void* mmap(void* wanted, size_t size, int rights, int flags, int descriptor,
                      off_t offset) noexcept {
    return note_memory(LAB_NEXT(mmap)(wanted, size, rights, flags, descriptor, offset), flags,
                       LAB_CALLER);
}

LAB_EXPORT void* mmap64(void* wanted, size_t size, int rights, int flags, int descriptor,
                        off64_t offset) noexcept {
    return note_memory(LAB_NEXT(mmap64)(wanted, size, rights, flags, descriptor, offset), flags,
                       LAB_CALLER);
}

// Noted first: as soon as it is unmapped, another thread may map something there.
LAB_EXPORT int munmap(void* memory, size_t size) noexcept {
    threadlab::harness::note_unmapping(memory);
    return LAB_NEXT(munmap)(memory, size);
}

LAB_EXPORT ssize_t write(int descriptor, const void* from, size_t size) {
    const Blocked waits(LAB_CALLER);
    return LAB_NEXT(write)(descriptor, from, piece(descriptor, size));
}

// -1 is everybody: the supervisor, and on a machine without a sandbox whatever the user runs.
LAB_EXPORT int kill(pid_t pid, int signal) noexcept {
    if (ledger != nullptr && pid == -1) {
        ++ledger->kills_of_everybody;
        errno = EPERM;
        return -1;
    }
    return LAB_NEXT(kill)(pid, signal);
}

LAB_EXPORT void _exit(int status) {
    if (is_owner()) {
        threadlab::harness::witness_own_end();
    }
    syscall(SYS_exit_group, status);
    __builtin_unreachable();
}

LAB_EXPORT void _Exit(int status) noexcept {
    _exit(status);
}
}
