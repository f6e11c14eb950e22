// POSIX semaphores. The count lies in the sem_t itself.

#include "explorer/interpose/crossing.hpp"
#include "explorer/interpose/deadline.hpp"
#include "explorer/runtime/world.hpp"

#include <cerrno>
#include <climits>
#include <semaphore.h>

namespace {

using namespace threadlab::explorer;

int& count_of(sem_t* semaphore) {
    return *reinterpret_cast<int*>(semaphore);
}

// Whether it is for several processes: where glibc keeps that, too.
int& shared_flag_of(sem_t* semaphore) {
    return *(reinterpret_cast<int*>(semaphore) + 2);
}

int failed(int error) {
    errno = error;
    return -1;
}

int take(sem_t* semaphore, Nanoseconds deadline, Does does, std::uintptr_t pc) {
    Engine& engine = world->engine;
    use_between_processes(semaphore, shared_flag_of(semaphore) != 0, pc);
    const ConditionOf positive([&] { return count_of(semaphore) > 0; });
    const bool waits = does == Does::wait;
    const How how = use(operation_on(does, semaphore, pc), waits ? &positive : nullptr, deadline);
    if (how == How::timed_out || count_of(semaphore) == 0) {
        return failed(waits ? ETIMEDOUT : EAGAIN);
    }
    engine.last_step().outcome = true;
    --count_of(semaphore);
    world->order.acquire(engine.self(), place_of(semaphore));
    return 0;
}

} // namespace

extern "C" {

int sem_init(sem_t* semaphore, int shared, unsigned count) noexcept {
    if (count > INT_MAX) {
        return failed(EINVAL);
    }
    count_of(semaphore) = static_cast<int>(count);
    shared_flag_of(semaphore) = shared;
    if (world != nullptr) {
        world->engine.touch(place_of(semaphore));
    }
    return 0;
}

int sem_destroy(sem_t*) noexcept {
    return 0;
}

int sem_wait(sem_t* semaphore) {
    return take(semaphore, never, Does::wait, EXPLORER_CALLER);
}

int sem_trywait(sem_t* semaphore) noexcept {
    return take(semaphore, never, Does::try_lock, EXPLORER_CALLER);
}

int sem_timedwait(sem_t* semaphore, const timespec* until) {
    return take(semaphore, deadline_of(CLOCK_REALTIME, *until), Does::wait, EXPLORER_CALLER);
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* until) {
    return take(semaphore, deadline_of(clock, *until), Does::wait, EXPLORER_CALLER);
}

int sem_post(sem_t* semaphore) noexcept {
    use_between_processes(semaphore, shared_flag_of(semaphore) != 0, EXPLORER_CALLER);
    use(operation_on(Does::signal, semaphore, EXPLORER_CALLER));
    if (count_of(semaphore) == INT_MAX) {
        return failed(EOVERFLOW);
    }
    ++count_of(semaphore);
    world->order.release(world->engine.self(), place_of(semaphore));
    return 0;
}

int sem_getvalue(sem_t* semaphore, int* value) noexcept {
    world->engine.touch(place_of(semaphore));
    *value = count_of(semaphore);
    return 0;
}
}
