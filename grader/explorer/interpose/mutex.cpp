// Mutexes of all types. A mutex's state lies in the pthread_mutex_t itself, so that one made anew
// at the same place begins anew.

#include "explorer/interpose/mutex.hpp"
#include "explorer/interpose/crossing.hpp"
#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/lock_state.hpp"
#include "explorer/interpose/unowned.hpp"
#include "explorer/runtime/world.hpp"

#include <cerrno>
#include <pthread.h>

namespace threadlab::explorer {
namespace {

// Of a robust mutex, what it guards: as it should be; left by one who died in the midst of it, and
// so for the next; and for good, as that one has not mended it.
enum State : unsigned { sound, left, entered, lost };

// glibc's own fields, used as glibc uses them, but with our numbers of threads.
struct Mutex {
    pthread_mutex_t& native;

    int& owner() const { return native.__data.__owner; } // a thread's number and one; 0: nobody
    unsigned& count() const { return native.__data.__count; }
    int type() const { return native.__data.__kind & 3; }
    // As glibc has it, too.
    bool is_for_processes() const { return (native.__data.__kind & 128) != 0; }
    bool is_robust() const { return (native.__data.__kind & 16) != 0; }
    unsigned& state() const { return native.__data.__nusers; }
    bool owned_by(const Thread& thread) const { return owner() == thread.id + 1; }
};

void expect_mutex(const Mutex& mutex, Does does, std::uintptr_t pc) {
    expect_state(can_be_owner(mutex.owner()), operation_on(does, &mutex.native, pc),
                 "a mutex is used whose memory holds none: it was overwritten, or never made");
}

// Returns what the call that takes it returns.
int take(const Mutex& mutex, std::uintptr_t pc) {
    Thread& self = world->engine.self();
    mutex.owner() = self.id + 1;
    mutex.native.__data.__lock = 1;
    mutex.count() = 1;
    take_lock(&mutex.native, false, pc);
    if (mutex.state() == left) {
        mutex.state() = entered;
        return EOWNERDEAD;
    }
    return 0;
}

void drop(const Mutex& mutex) {
    if (mutex.state() == entered) {
        mutex.state() = lost;
    }
    mutex.owner() = 0;
    mutex.native.__data.__lock = 0;
    mutex.count() = 0;
    drop_lock(&mutex.native);
}

// Of one that the thread has already. Nothing, if it has to be waited for like any other.
int lock_again(const Mutex& mutex, bool wait) {
    switch (mutex.type()) {
    case PTHREAD_MUTEX_RECURSIVE:
        ++mutex.count();
        return 0;
    case PTHREAD_MUTEX_ERRORCHECK:
        return wait ? EDEADLK : EBUSY;
    default:
        return wait ? -1 : EBUSY;
    }
}

} // namespace

int lock_mutex(pthread_mutex_t* native, Nanoseconds deadline, std::uintptr_t pc) {
    const Mutex mutex{*native};
    use_between_processes(native, mutex.is_for_processes(), pc);
    if (mutex.owned_by(world->engine.self())) {
        if (const int result = lock_again(mutex, true); result >= 0) {
            return result;
        }
    }
    expect_mutex(mutex, Does::lock, pc);
    const Unowned free(mutex.owner());
    const How how = use(operation_on(Does::lock, native, pc), &free, deadline);
    if (how == How::timed_out) {
        return ETIMEDOUT;
    }
    if (mutex.state() == lost) {
        return ENOTRECOVERABLE;
    }
    world->engine.last_step().outcome = true;
    return take(mutex, pc);
}

void unlock_to_wait(pthread_mutex_t* native) {
    world->engine.touch(place_of(native));
    drop(Mutex{*native});
}

void abandon_locks(const Thread& thread) {
    for (const Held& lock : thread.locks) {
        const std::uintptr_t address = address_at(lock.object);
        if (!is_between_processes(address)) {
            continue;
        }
        // Not all locks are mutexes, but none of the others looks like one of the thread's.
        const Mutex mutex{*reinterpret_cast<pthread_mutex_t*>(address)};
        if (mutex.owned_by(thread) && mutex.is_robust()) {
            mutex.owner() = 0;
            mutex.native.__data.__lock = 0;
            mutex.count() = 0;
            mutex.state() = left;
            world->order.release(world->engine.thread(thread.id), lock.object);
        }
    }
}

bool owns(pthread_mutex_t* native) {
    return Mutex{*native}.owned_by(world->engine.self());
}

} // namespace threadlab::explorer

using namespace threadlab::explorer;

extern "C" {

int pthread_mutex_init(pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes) noexcept {
    if (world != nullptr) {
        world->engine.touch(place_of(mutex));
    }
    *mutex = PTHREAD_MUTEX_INITIALIZER;
    int type = PTHREAD_MUTEX_NORMAL;
    if (attributes != nullptr) {
        pthread_mutexattr_gettype(attributes, &type);
    }
    int shared = PTHREAD_PROCESS_PRIVATE;
    int robust = PTHREAD_MUTEX_STALLED;
    if (attributes != nullptr) {
        pthread_mutexattr_getpshared(attributes, &shared);
        pthread_mutexattr_getrobust(attributes, &robust);
    }
    mutex->__data.__kind = type | (shared == PTHREAD_PROCESS_SHARED ? 128 : 0) |
                           (robust == PTHREAD_MUTEX_ROBUST ? 16 : 0);
    return 0;
}

int pthread_mutex_consistent(pthread_mutex_t* native) noexcept {
    const Mutex mutex{*native};
    if (!mutex.is_robust() || mutex.state() != entered) {
        return EINVAL;
    }
    mutex.state() = sound;
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
    if (world != nullptr) {
        world->engine.touch(place_of(mutex));
    }
    if (world != nullptr && mutex->__data.__owner != 0) {
        world->engine.point(operation_on(Does::destroy, mutex, EXPLORER_CALLER));
        world->engine.fail("misuse", "a mutex is destroyed while it is locked",
                           world->engine.spot_here());
    }
    return 0;
}

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
    return world == nullptr ? 0 : lock_mutex(mutex, never, EXPLORER_CALLER);
}

int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) noexcept {
    return world == nullptr
               ? 0
               : lock_mutex(mutex, deadline_of(CLOCK_REALTIME, *until), EXPLORER_CALLER);
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* until) noexcept {
    return world == nullptr ? 0 : lock_mutex(mutex, deadline_of(clock, *until), EXPLORER_CALLER);
}

int pthread_mutex_trylock(pthread_mutex_t* native) noexcept {
    if (world == nullptr) {
        return 0;
    }
    const Mutex mutex{*native};
    use_between_processes(native, mutex.is_for_processes(), EXPLORER_CALLER);
    expect_mutex(mutex, Does::try_lock, EXPLORER_CALLER);
    use(operation_on(Does::try_lock, native, EXPLORER_CALLER));
    int result = EBUSY;
    if (mutex.owner() == 0) {
        result = mutex.state() == lost ? ENOTRECOVERABLE : take(mutex, EXPLORER_CALLER);
    } else if (mutex.owned_by(world->engine.self())) {
        result = lock_again(mutex, false);
    }
    world->engine.last_step().outcome = result == 0 || result == EOWNERDEAD;
    return result;
}

int pthread_mutex_unlock(pthread_mutex_t* native) noexcept {
    if (world == nullptr) {
        return 0;
    }
    const Mutex mutex{*native};
    const bool mine = mutex.owned_by(world->engine.self());
    if (mine && mutex.count() > 1) {
        --mutex.count();
        return 0;
    }
    expect_mutex(mutex, Does::unlock, EXPLORER_CALLER);
    use(operation_on(Does::unlock, native, EXPLORER_CALLER));
    if (mine) {
        drop(mutex);
        return 0;
    }
    if (mutex.type() == PTHREAD_MUTEX_ERRORCHECK) {
        return EPERM;
    }
    world->engine.fail("misuse",
                       mutex.owner() == 0
                           ? "a mutex is unlocked that nobody has locked"
                           : "a mutex is unlocked by a thread that has not locked it",
                       world->engine.spot_here());
}
}
