// What cannot be explored: other programs, and signals.

#include "explorer/interpose/forbidden.hpp"

#include "explorer/interpose/process_end.hpp"
#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/world.hpp"

#include <cstdio>
#include <pthread.h>
#include <spawn.h>
#include <sys/types.h>
#include <unistd.h>

namespace threadlab::explorer {

void forbidden(const char* what, std::uintptr_t pc) {
    if (world == nullptr) {
        forbidden_before_begin(what);
    }
    world->engine.fail("forbidden-call", what, world->engine.spot_at(Does::call, pc));
}

void refuse_between_processes(const char* what, std::uintptr_t pc) {
    if (may_fork()) {
        forbidden(what, pc);
    }
}

} // namespace threadlab::explorer

using namespace threadlab::explorer;

// A function that takes what the real one of that name takes, and never returns.
#define FORBID(result, name, parameters, why)                                                      \
    extern "C" result name parameters {                                                            \
        forbidden(#name ": " why, EXPLORER_CALLER);                                                \
    }

FORBID(int, system, (const char*), "no other program can be followed")
FORBID(FILE*, popen, (const char*, const char*), "no other program can be followed")
FORBID(int, posix_spawn,
       (pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*,
        char* const*, char* const*),
       "no other program can be followed")
FORBID(int, posix_spawnp,
       (pid_t*, const char*, const posix_spawn_file_actions_t*, const posix_spawnattr_t*,
        char* const*, char* const*),
       "no other program can be followed")
FORBID(int, execv, (const char*, char* const*) noexcept, "no other program can be followed")
FORBID(int, execve, (const char*, char* const*, char* const*) noexcept,
       "no other program can be followed")
FORBID(int, execvp, (const char*, char* const*) noexcept, "no other program can be followed")
FORBID(int, execl, (const char*, const char*, ...) noexcept, "no other program can be followed")
FORBID(int, execlp, (const char*, const char*, ...) noexcept, "no other program can be followed")

FORBID(int, pthread_kill, (pthread_t, int) noexcept,
       "signals come at moments that cannot be decided")
FORBID(unsigned, alarm, (unsigned) noexcept, "signals come at moments that cannot be decided")
FORBID(int, pause, (), "signals come at moments that cannot be decided")
FORBID(int, pthread_cancel, (pthread_t), "where it would strike cannot be decided")
