// Mutexes of all types. A mutex's state lies in the pthread_mutex_t itself, so that one made anew
// at the same place begins anew.

#include "explorer/interpose/mutex.hpp"
#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/unowned.hpp"
#include "explorer/runtime/world.hpp"

#include <cerrno>
#include <pthread.h>

namespace threadlab::explorer {
namespace {

// glibc's own fields, used as glibc uses them, but with our numbers of threads.
struct Mutex {
    pthread_mutex_t& native;

    int& owner() const { return native.__data.__owner; } // a thread's number and one; 0: nobody
    unsigned& count() const { return native.__data.__count; }
    int type() const { return native.__data.__kind & 3; }
    bool owned_by(const Thread& thread) const { return owner() == thread.id + 1; }
};

void take(const Mutex& mutex, std::uintptr_t pc) {
    Thread& self = world->engine.self();
    mutex.owner() = self.id + 1;
    mutex.native.__data.__lock = 1;
    mutex.count() = 1;
    take_lock(&mutex.native, false, pc);
}

void drop(const Mutex& mutex) {
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
    if (mutex.owned_by(world->engine.self())) {
        if (const int result = lock_again(mutex, true); result >= 0) {
            return result;
        }
    }
    const Unowned free(mutex.owner());
    const How how = use(operation_on(Does::lock, native, pc), &free, deadline);
    if (how == How::timed_out) {
        return ETIMEDOUT;
    }
    world->engine.last_step().outcome = true;
    take(mutex, pc);
    return 0;
}

void unlock_to_wait(pthread_mutex_t* native) {
    world->engine.touch(address_of(native));
    drop(Mutex{*native});
}

bool owns(pthread_mutex_t* native) {
    return Mutex{*native}.owned_by(world->engine.self());
}

} // namespace threadlab::explorer

using namespace threadlab::explorer;

extern "C" {

int pthread_mutex_init(pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes) noexcept {
    if (world != nullptr) {
        world->engine.touch(address_of(mutex));
    }
    *mutex = PTHREAD_MUTEX_INITIALIZER;
    int type = PTHREAD_MUTEX_NORMAL;
    if (attributes != nullptr) {
        pthread_mutexattr_gettype(attributes, &type);
    }
    mutex->__data.__kind = type;
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
    if (world != nullptr) {
        world->engine.touch(address_of(mutex));
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
    use(operation_on(Does::try_lock, native, EXPLORER_CALLER));
    int result = EBUSY;
    if (mutex.owner() == 0) {
        take(mutex, EXPLORER_CALLER);
        result = 0;
    } else if (mutex.owned_by(world->engine.self())) {
        result = lock_again(mutex, false);
    }
    world->engine.last_step().outcome = result == 0;
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
