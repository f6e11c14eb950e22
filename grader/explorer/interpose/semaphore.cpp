// POSIX semaphores within a process. The count lies in the sem_t itself.

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

int failed(int error) {
    errno = error;
    return -1;
}

int take(sem_t* semaphore, Nanoseconds deadline, Does does, std::uintptr_t pc) {
    Engine& engine = world->engine;
    const ConditionOf positive([&] { return count_of(semaphore) > 0; });
    const bool waits = does == Does::wait;
    const How how = use(operation_on(does, semaphore, pc), waits ? &positive : nullptr, deadline);
    if (how == How::timed_out || count_of(semaphore) == 0) {
        return failed(waits ? ETIMEDOUT : EAGAIN);
    }
    engine.last_step().outcome = true;
    --count_of(semaphore);
    world->order.acquire(engine.self(), address_of(semaphore));
    return 0;
}

} // namespace

extern "C" {

int sem_init(sem_t* semaphore, int, unsigned count) noexcept {
    if (count > INT_MAX) {
        return failed(EINVAL);
    }
    count_of(semaphore) = static_cast<int>(count);
    if (world != nullptr) {
        world->engine.touch(address_of(semaphore));
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
    use(operation_on(Does::signal, semaphore, EXPLORER_CALLER));
    if (count_of(semaphore) == INT_MAX) {
        return failed(EOVERFLOW);
    }
    ++count_of(semaphore);
    world->order.release(world->engine.self(), address_of(semaphore));
    return 0;
}

int sem_getvalue(sem_t* semaphore, int* value) noexcept {
    world->engine.touch(address_of(semaphore));
    *value = count_of(semaphore);
    return 0;
}
}
