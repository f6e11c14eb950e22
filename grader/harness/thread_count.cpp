#include "harness/thread_count.hpp"

#include "harness/witness.hpp"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <dlfcn.h>
#include <memory>
#include <pthread.h>

// ThreadSanitizer's own, where it is linked in: it must see every thread begin.
extern "C" __attribute__((weak)) int __interceptor_pthread_create(pthread_t*, const pthread_attr_t*,
                                                                  void* (*)(void*), void*);

namespace {

using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

// A counter that orders nothing: else ThreadSanitizer would take each thread's beginning and end
// for synchronisation between all of them, and see no race.
class Counter {
public:
    int add(int change) { return value_.fetch_add(change, std::memory_order_relaxed) + change; }
    int value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<int> value_{0};
};

// pthread_create has no argument of ours, so the counts must be global.
struct Threads {
    Counter created;
    Counter alive;
    Counter refused;
    int limit = 64;
};
Threads threads;

struct Start {
    void* (*routine)(void*);
    void* argument;
};

// Counts down however the thread ends: return, pthread_exit or cancellation.
struct Alive {
    Alive() = default;
    Alive(const Alive&) = delete;
    Alive& operator=(const Alive&) = delete;
    ~Alive() { threads.alive.add(-1); }
};

void* run_thread(void* argument) {
    const Alive alive;
    threadlab::harness::prepare_thread_for_signals();
    const std::unique_ptr<Start> start(static_cast<Start*>(argument));
    return start->routine(start->argument);
}

Create real_create() {
    if (__interceptor_pthread_create != nullptr) {
        return __interceptor_pthread_create;
    }
    static const auto next = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
    return next;
}

int not_started(int error) {
    threads.alive.add(-1);
    threads.refused.add(1);
    return error;
}

} // namespace

extern "C" {

__attribute__((visibility("default"))) int threadlab_threads_created() {
    return threads.created.value();
}

__attribute__((visibility("default"))) int pthread_create(pthread_t* thread,
                                                          const pthread_attr_t* attributes,
                                                          void* (*routine)(void*),
                                                          void* argument) noexcept {
    if (threads.alive.add(1) > threads.limit) {
        return not_started(EAGAIN);
    }
    auto start = std::make_unique<Start>(Start{routine, argument});
    const int error = real_create()(thread, attributes, run_thread, start.get());
    if (error != 0) {
        return not_started(error);
    }
    start.release();
    threads.created.add(1);
    return 0;
}
}

namespace threadlab::harness {

void count_threads() {
    if (const char* limit = std::getenv("LAB_THREADS")) {
        threads.limit = std::atoi(limit);
        unsetenv("LAB_THREADS");
    }
    witness_refused([] { return threads.refused.value(); });
}

} // namespace threadlab::harness
