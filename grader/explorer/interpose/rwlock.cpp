// Reader-writer locks. The state lies in the pthread_rwlock_t itself.

#include "explorer/interpose/crossing.hpp"
#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/lock_state.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cerrno>
#include <pthread.h>

namespace {

using namespace threadlab::explorer;

struct State {
    int readers;
    int writer; // a thread's number and one; 0: nobody
};

State& state_of(pthread_rwlock_t* lock) {
    static_assert(sizeof(State) <= sizeof *lock);
    return *reinterpret_cast<State*>(lock);
}

bool holds_lock(const Thread& thread, const void* lock) {
    return std::any_of(thread.locks.begin(), thread.locks.end(),
                       [&](const Held& held) { return held.object == place_of(lock); });
}

// Some thread that reads under the lock; the calling one if it does.
ThreadId some_reader(const void* lock) {
    Engine& engine = world->engine;
    if (holds_lock(engine.self(), lock)) {
        return engine.self().id;
    }
    for (const Thread* thread : engine.threads()) {
        if (holds_lock(*thread, lock)) {
            return thread->id;
        }
    }
    return -1;
}

class Grantable final : public Condition {
public:
    Grantable(pthread_rwlock_t* lock, bool shared) : lock_(lock), shared_(shared) {}
    bool holds() const override {
        const State& state = state_of(lock_);
        return state.writer == 0 && (shared_ || state.readers == 0);
    }
    ThreadId holder() const override {
        const State& state = state_of(lock_);
        return state.writer != 0 ? state.writer - 1 : some_reader(lock_);
    }

private:
    pthread_rwlock_t* lock_;
    bool shared_;
};

void expect_lock(pthread_rwlock_t* lock, Does does, std::uintptr_t pc) {
    const State& state = state_of(lock);
    expect_state(state.readers >= 0 && can_be_owner(state.writer), operation_on(does, lock, pc),
                 "a lock is used whose memory holds none: it was overwritten, or never made");
}

void take(pthread_rwlock_t* lock, bool shared, std::uintptr_t pc) {
    Engine& engine = world->engine;
    if (shared) {
        ++state_of(lock).readers;
    } else {
        state_of(lock).writer = engine.self().id + 1;
    }
    engine.last_step().outcome = true;
    take_lock(lock, shared, pc);
}

int lock(pthread_rwlock_t* lock, bool shared, Nanoseconds deadline, std::uintptr_t pc) {
    use_between_processes(lock, lock->__data.__shared != 0, pc);
    expect_lock(lock, Does::lock, pc);
    const Grantable grantable(lock, shared);
    if (use(operation_on(Does::lock, lock, pc), &grantable, deadline) == How::timed_out) {
        return ETIMEDOUT;
    }
    take(lock, shared, pc);
    return 0;
}

int try_lock(pthread_rwlock_t* lock, bool shared, std::uintptr_t pc) {
    use_between_processes(lock, lock->__data.__shared != 0, pc);
    expect_lock(lock, Does::try_lock, pc);
    use(operation_on(Does::try_lock, lock, pc));
    if (!Grantable(lock, shared).holds()) {
        return EBUSY;
    }
    take(lock, shared, pc);
    return 0;
}

} // namespace

extern "C" {

int pthread_rwlock_init(pthread_rwlock_t* lock, const pthread_rwlockattr_t* attributes) noexcept {
    *lock = PTHREAD_RWLOCK_INITIALIZER;
    if (attributes != nullptr) {
        pthread_rwlockattr_getpshared(attributes, &lock->__data.__shared);
    }
    if (world != nullptr) {
        world->engine.touch(place_of(lock));
    }
    return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t* lock) noexcept {
    if (world != nullptr) {
        world->engine.touch(place_of(lock));
    }
    if (world != nullptr && (state_of(lock).writer != 0 || state_of(lock).readers != 0)) {
        world->engine.point(operation_on(Does::destroy, lock, EXPLORER_CALLER));
        world->engine.fail("misuse", "a lock is destroyed while it is locked",
                           world->engine.spot_here());
    }
    return 0;
}

int pthread_rwlock_rdlock(pthread_rwlock_t* rwlock) noexcept {
    return lock(rwlock, true, never, EXPLORER_CALLER);
}

int pthread_rwlock_wrlock(pthread_rwlock_t* rwlock) noexcept {
    return lock(rwlock, false, never, EXPLORER_CALLER);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t* rwlock) noexcept {
    return try_lock(rwlock, true, EXPLORER_CALLER);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t* rwlock) noexcept {
    return try_lock(rwlock, false, EXPLORER_CALLER);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t* rwlock, const timespec* until) noexcept {
    return lock(rwlock, true, deadline_of(CLOCK_REALTIME, *until), EXPLORER_CALLER);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t* rwlock, const timespec* until) noexcept {
    return lock(rwlock, false, deadline_of(CLOCK_REALTIME, *until), EXPLORER_CALLER);
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* rwlock, clockid_t clock,
                               const timespec* until) noexcept {
    return lock(rwlock, true, deadline_of(clock, *until), EXPLORER_CALLER);
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t* rwlock, clockid_t clock,
                               const timespec* until) noexcept {
    return lock(rwlock, false, deadline_of(clock, *until), EXPLORER_CALLER);
}

int pthread_rwlock_unlock(pthread_rwlock_t* rwlock) noexcept {
    Engine& engine = world->engine;
    use(operation_on(Does::unlock, rwlock, EXPLORER_CALLER));
    if (!holds_lock(engine.self(), rwlock)) {
        engine.fail("misuse", "a lock is unlocked by a thread that has not locked it",
                    engine.spot_here());
    }
    State& state = state_of(rwlock);
    if (state.writer != 0) {
        state.writer = 0;
    } else {
        --state.readers;
    }
    drop_lock(rwlock);
    return 0;
}
}
