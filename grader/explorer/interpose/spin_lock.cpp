// pthread's spin locks: to the schedule, locks like any other.

#include "explorer/interpose/lock_state.hpp"
#include "explorer/interpose/unowned.hpp"
#include "explorer/runtime/world.hpp"

#include <cerrno>
#include <pthread.h>

namespace {

using namespace threadlab::explorer;

// The pthread_spinlock_t holds the owner's number and one; 0: nobody.

void expect_lock(pthread_spinlock_t* lock, Does does, std::uintptr_t pc) {
    expect_state(can_be_owner(*lock), operation_on(does, lock, pc),
                 "a spin lock is used whose memory holds none: it was overwritten, or never made");
}

void take(pthread_spinlock_t* lock, std::uintptr_t pc) {
    *lock = world->engine.self().id + 1;
    world->engine.last_step().outcome = true;
    take_lock(const_cast<const int*>(lock), false, pc);
}

} // namespace

extern "C" {

int pthread_spin_init(pthread_spinlock_t* lock, int) noexcept {
    *lock = 0;
    if (world != nullptr) {
        world->engine.touch(place_of(lock));
    }
    return 0;
}

int pthread_spin_destroy(pthread_spinlock_t*) noexcept {
    return 0;
}

int pthread_spin_lock(pthread_spinlock_t* lock) noexcept {
    expect_lock(lock, Does::lock, EXPLORER_CALLER);
    const Unowned free(*lock);
    use(operation_on(Does::lock, lock, EXPLORER_CALLER), &free);
    take(lock, EXPLORER_CALLER);
    return 0;
}

int pthread_spin_trylock(pthread_spinlock_t* lock) noexcept {
    expect_lock(lock, Does::try_lock, EXPLORER_CALLER);
    use(operation_on(Does::try_lock, lock, EXPLORER_CALLER));
    if (*lock != 0) {
        return EBUSY;
    }
    take(lock, EXPLORER_CALLER);
    return 0;
}

int pthread_spin_unlock(pthread_spinlock_t* lock) noexcept {
    Engine& engine = world->engine;
    use(operation_on(Does::unlock, lock, EXPLORER_CALLER));
    if (*lock != engine.self().id + 1) {
        engine.fail("misuse", "a spin lock is unlocked by a thread that has not locked it",
                    engine.spot_here());
    }
    *lock = 0;
    drop_lock(const_cast<const int*>(lock));
    return 0;
}
}
