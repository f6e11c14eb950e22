// Futexes, which libstdc++ reaches by way of syscall(): atomic waits, futures, latches, barriers.

#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/forbidden.hpp"
#include "explorer/interpose/system_result.hpp"
#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/library_code.hpp"
#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <linux/futex.h>
#include <sys/syscall.h>

namespace {

using namespace threadlab::explorer;

struct FutexCall {
    int* word;
    int operation;
    int value;
    const timespec* time;
};

Nanoseconds deadline_of_call(const FutexCall& call, int command) {
    if (call.time == nullptr) {
        return never;
    }
    if (command == FUTEX_WAIT) {
        return world->engine.now() + to_nanoseconds(*call.time);
    }
    const bool wall = (call.operation & FUTEX_CLOCK_REALTIME) != 0;
    return deadline_of(wall ? CLOCK_REALTIME : CLOCK_MONOTONIC, *call.time);
}

bool is_between(const FutexCall& call) {
    return is_between_processes(reinterpret_cast<std::uintptr_t>(call.word));
}

// Where to meet: a private futex's waiters and wakers are of one process, whoever sees the word.
std::uintptr_t room_of(const FutexCall& call) {
    const bool is_private = (call.operation & FUTEX_PRIVATE_FLAG) != 0;
    return is_private && is_between(call)
               ? own_place_at(reinterpret_cast<std::uintptr_t>(call.word))
               : place_of(call.word);
}

// Whether what is waited for is seen by several processes, but not the wake-up. What is no word by
// itself, std::atomic waits for by a table of its own, which each process has another one of.
bool waits_privately(const FutexCall& call) {
    return is_between(call) ? (call.operation & FUTEX_PRIVATE_FLAG) != 0
                            : world->engine.self().looked_between;
}

long futex_wait(const FutexCall& call, int command, std::uintptr_t pc) {
    Thread& self = world->engine.self();
    const bool is_waiting_privately = world->engine.has_processes() && waits_privately(call);
    Operation operation = operation_on(Does::wait, nullptr, pc);
    operation.object = room_of(call);
    world->engine.point(operation);
    if (*call.word != call.value) {
        return result_of(-EAGAIN);
    }
    // A futex may wake for no reason, and does so where libstdc++ would sleep through its own
    // fault: what the program does is right.
    if (call.value > 0 && uses_semaphores() && is_called_from(is_in_semaphore)) {
        return result_of(-EINTR);
    }
    self.waits_privately = is_waiting_privately;
    const How how = wait_in_room(operation.object, deadline_of_call(call, command), true, pc);
    self.waits_privately = false;
    switch (how) {
    case How::timed_out:
        return result_of(-ETIMEDOUT);
    case How::spurious:
        return result_of(-EINTR);
    case How::ready:
        break;
    }
    return 0;
}

long futex_wake(const FutexCall& call, std::uintptr_t pc) {
    const Does does = call.value == INT_MAX ? Does::broadcast : Does::signal;
    Operation operation = operation_on(does, nullptr, pc);
    operation.object = room_of(call);
    world->engine.point(operation);
    return world->rooms.at(operation.object).wake(call.value);
}

long futex(const FutexCall& call, std::uintptr_t pc) {
    const int command = call.operation & FUTEX_CMD_MASK;
    switch (command) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
        return futex_wait(call, command, pc);
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
        return futex_wake(call, pc);
    default:
        world->engine.fail("forbidden-call", "a futex operation that is not followed",
                           world->engine.spot_at(Does::call, pc));
    }
}

// Of processes and signals: what comes of them cannot be decided.
bool is_forbidden(long number) {
    constexpr std::array numbers{
#if defined(SYS_fork)
        SYS_fork,
        SYS_vfork,
        SYS_alarm,
        SYS_pause,
#endif
        SYS_clone,
        SYS_clone3,
        SYS_execve,
        SYS_execveat,
        SYS_kill,
        SYS_tkill,
        SYS_tgkill,
        SYS_rt_sigqueueinfo,
        SYS_rt_tgsigqueueinfo,
        SYS_setitimer,
        SYS_timer_create,
        SYS_ptrace};
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

} // namespace

extern "C" long syscall(long number, ...) noexcept {
    va_list arguments;
    va_start(arguments, number);
    long values[6];
    for (long& value : values) {
        value = va_arg(arguments, long);
    }
    va_end(arguments);
    if (number == SYS_futex && world != nullptr) {
        const FutexCall call{reinterpret_cast<int*>(values[0]), static_cast<int>(values[1]),
                             static_cast<int>(values[2]), reinterpret_cast<timespec*>(values[3])};
        return futex(call, EXPLORER_CALLER);
    }
    if (number == SYS_gettid && world != nullptr) {
        return gettid();
    }
    if (number == SYS_getpid && world != nullptr) {
        return getpid();
    }
    if (number == SYS_exit_group || number == SYS_exit) {
        refuse_early_end(static_cast<int>(values[0]), EXPLORER_CALLER);
        if (world != nullptr && here->number != 0) {
            end_of_program(static_cast<int>(values[0]));
        }
    }
    if (is_forbidden(number)) {
        forbidden("syscall: this system call starts, replaces or signals a process",
                  EXPLORER_CALLER);
    }
    if (world != nullptr) {
        world->engine.lose_track();
        cannot_be_put_back();
    }
    const long result =
        system::call(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    return result_of(result);
}
