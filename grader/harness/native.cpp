// The harness of kind native and timing: nothing between the submission and the machine but a count
// of its threads. Arguments: see run.hpp; LAB_THREADS in the environment limits threads at once.

#include "harness/run.hpp"
#include "harness/witness.hpp"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <dlfcn.h>
#include <memory>
#include <pthread.h>

namespace {

// pthread_create has no argument of ours, so the counts must be global.
struct Threads {
    std::atomic<int> created{0};
    std::atomic<int> alive{0};
    std::atomic<int> refused{0};
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
    ~Alive() { --threads.alive; }
};

void* run_thread(void* argument) {
    const Alive alive;
    threadlab::harness::prepare_thread_for_signals();
    const std::unique_ptr<Start> start(static_cast<Start*>(argument));
    return start->routine(start->argument);
}

int refused() {
    return threads.refused;
}

} // namespace

extern "C" {

__attribute__((visibility("default"))) int threadlab_threads_created() {
    return threads.created;
}

__attribute__((visibility("default"))) int pthread_create(pthread_t* thread,
                                                          const pthread_attr_t* attributes,
                                                          void* (*routine)(void*),
                                                          void* argument) noexcept {
    using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    static const auto create = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
    if (++threads.alive > threads.limit) {
        --threads.alive;
        ++threads.refused;
        return EAGAIN;
    }
    auto start = std::make_unique<Start>(Start{routine, argument});
    const int error = create(thread, attributes, run_thread, start.get());
    if (error != 0) {
        --threads.alive;
        ++threads.refused;
        return error;
    }
    start.release();
    ++threads.created;
    return 0;
}
}

int main(int argc, char** argv) {
    if (const char* limit = std::getenv("LAB_THREADS")) {
        threads.limit = std::atoi(limit);
        unsetenv("LAB_THREADS");
    }
    threadlab::harness::witness_refused(refused);
    threadlab::harness::run_one_check(argc, argv);
}
