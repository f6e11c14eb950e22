// Looks at every lock that is taken in memory which processes share: it must have been made for
// that. One that was not works by luck, until somebody has to wait for it.

#include "harness/processes/ledger.hpp"
#include "harness/processes/next.hpp"
#include "harness/processes/tree.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdarg>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LAB_EXPORT __attribute__((visibility("default")))

namespace {

using threadlab::harness::ledger;

// Where an object of the C library says that it is process-shared: found out by making one of each.
class Mark {
public:
    template <typename Object, typename Make>
    static Mark of(const Make& make) {
        Object mine{};
        Object shared{};
        make(mine, false);
        make(shared, true);
        std::array<unsigned char, sizeof(Object)> a{};
        std::array<unsigned char, sizeof(Object)> b{};
        std::memcpy(a.data(), &mine, sizeof mine);
        std::memcpy(b.data(), &shared, sizeof shared);
        Mark mark;
        const auto [differs, other] = std::ranges::mismatch(a, b);
        if (differs != a.end()) {
            mark.place_ = differs - a.begin();
            mark.bits_ = *differs ^ *other;
            mark.shared_ = *other & mark.bits_;
        }
        return mark;
    }

    bool is_shared(const void* object) const {
        return (static_cast<const unsigned char*>(object)[place_] & bits_) == shared_;
    }

private:
    std::ptrdiff_t place_ = 0;
    unsigned char bits_ = 0;
    unsigned char shared_ = 0;
};

int scope(bool shared) {
    return shared ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE;
}

Mark mark_of(const pthread_mutex_t*) {
    return Mark::of<pthread_mutex_t>([](pthread_mutex_t& mutex, bool shared) {
        pthread_mutexattr_t attributes;
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_setpshared(&attributes, scope(shared));
        pthread_mutex_init(&mutex, &attributes);
    });
}

Mark mark_of(const pthread_rwlock_t*) {
    return Mark::of<pthread_rwlock_t>([](pthread_rwlock_t& lock, bool shared) {
        pthread_rwlockattr_t attributes;
        pthread_rwlockattr_init(&attributes);
        pthread_rwlockattr_setpshared(&attributes, scope(shared));
        pthread_rwlock_init(&lock, &attributes);
    });
}

Mark mark_of(const pthread_barrier_t*) {
    return Mark::of<pthread_barrier_t>([](pthread_barrier_t& barrier, bool shared) {
        pthread_barrierattr_t attributes;
        pthread_barrierattr_init(&attributes);
        pthread_barrierattr_setpshared(&attributes, scope(shared));
        pthread_barrier_init(&barrier, &attributes, 2);
    });
}

Mark mark_of(const sem_t*) {
    return Mark::of<sem_t>(
        [](sem_t& semaphore, bool shared) { sem_init(&semaphore, shared ? 1 : 0, 1); });
}

// Locks that were looked at before: a look costs more than a lock.
bool is_known(const void* object) {
    static std::array<std::atomic<const void*>, 64> known{};
    const auto place = (reinterpret_cast<std::uintptr_t>(object) >> 3) % known.size();
    return known[place].exchange(object, std::memory_order_relaxed) == object;
}

void report() {
    if (!ledger->private_lock.exchange(true)) {
        threadlab::harness::show("private-lock-shared", threadlab::harness::origin_of_this_call());
    }
}

template <typename Object>
void inspect(const Object* object) {
    if (ledger == nullptr || ledger->private_lock || is_known(object)) {
        return;
    }
    static const Mark mark = mark_of(static_cast<const Object*>(nullptr));
    if (!mark.is_shared(object) &&
        threadlab::harness::in_shared_mapping(getpid(), reinterpret_cast<std::uintptr_t>(object))) {
        report();
    }
}

} // namespace

extern "C" {

LAB_EXPORT int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
    inspect(mutex);
    return LAB_NEXT(pthread_mutex_lock)(mutex);
}

LAB_EXPORT int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
    inspect(mutex);
    return LAB_NEXT(pthread_mutex_trylock)(mutex);
}

LAB_EXPORT int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* end) noexcept {
    inspect(mutex);
    return LAB_NEXT(pthread_mutex_timedlock)(mutex, end);
}

LAB_EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
    inspect(lock);
    return LAB_NEXT(pthread_rwlock_rdlock)(lock);
}

LAB_EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
    inspect(lock);
    return LAB_NEXT(pthread_rwlock_wrlock)(lock);
}

LAB_EXPORT int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
    inspect(barrier);
    return LAB_NEXT(pthread_barrier_wait)(barrier);
}

LAB_EXPORT int sem_wait(sem_t* semaphore) {
    inspect(semaphore);
    return LAB_NEXT(sem_wait)(semaphore);
}

LAB_EXPORT int sem_trywait(sem_t* semaphore) noexcept {
    inspect(semaphore);
    return LAB_NEXT(sem_trywait)(semaphore);
}

LAB_EXPORT int sem_timedwait(sem_t* semaphore, const timespec* end) {
    inspect(semaphore);
    return LAB_NEXT(sem_timedwait)(semaphore, end);
}

LAB_EXPORT int sem_post(sem_t* semaphore) noexcept {
    inspect(semaphore);
    return LAB_NEXT(sem_post)(semaphore);
}

// The C++ library's own locks and waits come here, always for one process.
LAB_EXPORT long syscall(long number, ...) noexcept {
    va_list more;
    va_start(more, number);
    std::array<long, 6> a{};
    for (long& argument : a) {
        argument = va_arg(more, long);
    }
    va_end(more);
    const bool is_private = number == SYS_futex && (a[1] & FUTEX_PRIVATE_FLAG) != 0;
    if (is_private && ledger != nullptr && !ledger->private_lock &&
        !is_known(reinterpret_cast<const void*>(a[0])) &&
        threadlab::harness::in_shared_mapping(getpid(), static_cast<unsigned long>(a[0]))) {
        report();
    }
    // Theirs for shared memory come from std::atomic and its kin, who wake nobody in another
    // process: that is found out only when nobody does.
    const auto command = a[1] & FUTEX_CMD_MASK;
    if (number == SYS_futex && ledger != nullptr &&
        a[0] != reinterpret_cast<long>(&ledger->event) &&
        (command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET)) {
        ledger->waits_by_library = true;
    }
    return LAB_NEXT(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
}
