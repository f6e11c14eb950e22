// Condition variables.

#include "explorer/interpose/crossing.hpp"
#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/mutex.hpp"
#include "explorer/runtime/world.hpp"

#include <cerrno>
#include <climits>
#include <pthread.h>

namespace {

using namespace threadlab::explorer;

// Where glibc has them, too.
constexpr unsigned for_processes = 1;
constexpr unsigned by_monotonic_clock = 2;

bool is_for_processes(const pthread_cond_t* condition) {
    return (condition->__data.__wrefs & for_processes) != 0;
}

int wait(pthread_cond_t* condition, pthread_mutex_t* mutex, Nanoseconds deadline,
         std::uintptr_t pc) {
    Engine& engine = world->engine;
    if (!owns(mutex)) {
        engine.point(operation_on(Does::wait, condition, pc));
        engine.fail("misuse", "it waits on a condition variable without holding the mutex",
                    engine.spot_here());
    }
    use_between_processes(condition, is_for_processes(condition), pc);
    use(operation_on(Does::wait, condition, pc));
    WaitingRoom& room = world->rooms.at(place_of(condition));
    if (!room.empty() && room.mutex != place_of(mutex)) {
        engine.fail("misuse", "threads wait on one condition variable with different mutexes",
                    engine.spot_here());
    }
    room.mutex = place_of(mutex);
    unlock_to_wait(mutex);
    const How how = wait_in_room(place_of(condition), deadline, true, pc);
    lock_mutex(mutex, never, pc);
    return how == How::timed_out ? ETIMEDOUT : 0;
}

int notify(pthread_cond_t* condition, Does does, int count, std::uintptr_t pc) {
    if (world != nullptr) {
        use_between_processes(condition, is_for_processes(condition), pc);
        use(operation_on(does, condition, pc));
        WaitingRoom& room = world->rooms.at(place_of(condition));
        if (room.wake(count) == 0) {
            room.note_unheard();
        }
    }
    return 0;
}

} // namespace

extern "C" {

int pthread_cond_init(pthread_cond_t* condition, const pthread_condattr_t* attributes) noexcept {
    *condition = PTHREAD_COND_INITIALIZER;
    clockid_t clock = CLOCK_REALTIME;
    if (attributes != nullptr) {
        pthread_condattr_getclock(attributes, &clock);
    }
    int shared = PTHREAD_PROCESS_PRIVATE;
    if (attributes != nullptr) {
        pthread_condattr_getpshared(attributes, &shared);
    }
    condition->__data.__wrefs = (clock == CLOCK_MONOTONIC ? by_monotonic_clock : 0) |
                                (shared == PTHREAD_PROCESS_SHARED ? for_processes : 0);
    if (world != nullptr) {
        world->engine.touch(place_of(condition));
        world->rooms.forget(place_of(condition));
    }
    return 0;
}

int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
    if (world == nullptr) {
        return 0;
    }
    world->engine.touch(place_of(condition));
    if (!world->rooms.at(place_of(condition)).empty()) {
        world->engine.point(operation_on(Does::destroy, condition, EXPLORER_CALLER));
        world->engine.fail("misuse", "a condition variable is destroyed while a thread waits on it",
                           world->engine.spot_here());
    }
    world->rooms.forget(place_of(condition));
    return 0;
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
    return wait(condition, mutex, never, EXPLORER_CALLER);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* until) {
    const clockid_t clock =
        (condition->__data.__wrefs & by_monotonic_clock) != 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
    return wait(condition, mutex, deadline_of(clock, *until), EXPLORER_CALLER);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const timespec* until) {
    return wait(condition, mutex, deadline_of(clock, *until), EXPLORER_CALLER);
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept {
    return notify(condition, Does::signal, 1, EXPLORER_CALLER);
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
    return notify(condition, Does::broadcast, INT_MAX, EXPLORER_CALLER);
}
}
