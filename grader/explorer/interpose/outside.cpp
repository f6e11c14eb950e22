// What changes something of the process that is not memory: files, mappings, signals. It is done as
// asked, but cannot be put back, so the schedule is the last one of its process.

#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

using namespace threadlab::explorer;

namespace {

template <typename Result, typename... Arguments>
Result pass_on(const char* name, Arguments... arguments) {
    cannot_be_put_back();
    return system::next_as<Result (*)(Arguments...)>(name)(arguments...);
}

} // namespace

// A function that takes what the real one of that name takes.
#define PASS_ON(result, name, parameters, ...)                                                     \
    extern "C" result name parameters {                                                            \
        return pass_on<result>(#name, __VA_ARGS__);                                                \
    }

// The mode is not there in every call; the system call ignores it then.
#define PASS_ON_OPENING(name)                                                                      \
    extern "C" int name(const char* path, int flags, ...) {                                        \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        const mode_t mode = va_arg(arguments, mode_t);                                             \
        va_end(arguments);                                                                         \
        return pass_on<int>(#name, path, flags, mode);                                             \
    }

PASS_ON_OPENING(open)
PASS_ON_OPENING(open64)
PASS_ON(FILE*, fopen, (const char* path, const char* mode), path, mode)
PASS_ON(FILE*, fopen64, (const char* path, const char* mode), path, mode)
PASS_ON(FILE*, freopen, (const char* path, const char* mode, FILE* file), path, mode, file)
PASS_ON(int, socket, (int domain, int type, int protocol) noexcept, domain, type, protocol)
PASS_ON(int, socketpair, (int domain, int type, int protocol, int* ends) noexcept, domain, type,
        protocol, ends)
PASS_ON(int, dup, (int descriptor) noexcept, descriptor)
PASS_ON(int, dup2, (int from, int to) noexcept, from, to)
PASS_ON(void*, mmap, (void* at, size_t bytes, int how, int flags, int file, off_t offset) noexcept,
        at, bytes, how, flags, file, offset)
PASS_ON(int, mprotect, (void* at, size_t bytes, int how) noexcept, at, bytes, how)
PASS_ON(int, munmap, (void* at, size_t bytes) noexcept, at, bytes)
PASS_ON(int, chdir, (const char* path) noexcept, path)
PASS_ON(int, pthread_sigmask, (int how, const sigset_t* set, sigset_t* before) noexcept, how, set,
        before)
PASS_ON(int, sigprocmask, (int how, const sigset_t* set, sigset_t* before) noexcept, how, set,
        before)

// The runtime itself has to see memory that is touched for the first time, or in error.
extern "C" int sigaction(int signal, const struct sigaction* action,
                         struct sigaction* before) noexcept {
    if (world != nullptr && signal == SIGSEGV) {
        return 0;
    }
    return pass_on<int>("sigaction", signal, action, before);
}

extern "C" sighandler_t signal(int signal, sighandler_t handler) noexcept {
    if (world != nullptr && signal == SIGSEGV) {
        return SIG_DFL;
    }
    return pass_on<sighandler_t>("signal", signal, handler);
}
