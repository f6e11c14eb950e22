// What changes something of the process that is not memory: files, mappings, signals. It is done as
// asked, but cannot be put back, so the schedule is the last one of its process.

#include "explorer/interpose/forbidden.hpp"
#include "explorer/interpose/process_end.hpp"
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
PASS_ON(int, mprotect, (void* at, size_t bytes, int how) noexcept, at, bytes, how)
PASS_ON(int, chdir, (const char* path) noexcept, path)
PASS_ON(int, pthread_sigmask, (int how, const sigset_t* set, sigset_t* before) noexcept, how, set,
        before)
PASS_ON(int, sigprocmask, (int how, const sigset_t* set, sigset_t* before) noexcept, how, set,
        before)

// Who waits at a socket waits in the kernel.
constexpr const char* not_followed = "what comes through a socket cannot be followed: use a pipe";

extern "C" int socket(int domain, int type, int protocol) noexcept {
    refuse_between_processes(not_followed, EXPLORER_CALLER);
    return pass_on<int>("socket", domain, type, protocol);
}

extern "C" int socketpair(int domain, int type, int protocol, int* ends) noexcept {
    refuse_between_processes(not_followed, EXPLORER_CALLER);
    return pass_on<int>("socketpair", domain, type, protocol, ends);
}

// What processes share is known by how it was mapped.
extern "C" void* mmap(void* at, size_t bytes, int how, int flags, int file, off_t offset) noexcept {
    void* const memory = pass_on<void*>("mmap", at, bytes, how, flags, file, offset);
    if (world != nullptr && memory != MAP_FAILED) {
        const auto address = reinterpret_cast<std::uintptr_t>(memory);
        const bool has_file = (flags & MAP_ANONYMOUS) == 0;
        remove_mapping(address, bytes);
        if ((flags & MAP_SHARED) != 0) { // as in MAP_SHARED_VALIDATE
            add_shared_mapping(address, bytes, has_file ? file : -1,
                               static_cast<std::uintptr_t>(offset));
        }
    }
    return memory;
}

extern "C" int munmap(void* at, size_t bytes) noexcept {
    const int result = pass_on<int>("munmap", at, bytes);
    if (world != nullptr && result == 0) {
        remove_mapping(reinterpret_cast<std::uintptr_t>(at), bytes);
    }
    return result;
}
// The runtime itself has to see memory that is touched for the first time, or in error; and where
// processes are allowed, it decides when they see each other's ends.
extern "C" int sigaction(int signal, const struct sigaction* action,
                         struct sigaction* before) noexcept {
    if (world != nullptr && action != nullptr) {
        note_disposition(signal, action->sa_handler, EXPLORER_CALLER);
    }
    if (world != nullptr && is_the_runtimes(signal)) {
        return 0;
    }
    return pass_on<int>("sigaction", signal, action, before);
}

extern "C" sighandler_t signal(int signal, sighandler_t handler) noexcept {
    if (world != nullptr) {
        note_disposition(signal, handler, EXPLORER_CALLER);
        if (is_the_runtimes(signal)) {
            return SIG_DFL;
        }
    }
    return pass_on<sighandler_t>("signal", signal, handler);
}
