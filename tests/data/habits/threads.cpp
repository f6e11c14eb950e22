// All of the C++ library's means of concurrency, and POSIX threads.
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <latch>
#include <map>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <thread>
#include <unistd.h>
#include <vector>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

using namespace std::chrono_literals;

thread_local int per_thread = [] { return 4; }();
inline std::once_flag once;
static pthread_mutex_t raw = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void* run(void* argument) {
    pthread_mutex_lock(&raw);
    *static_cast<int*>(argument) += per_thread;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&raw);
    return nullptr;
}

struct SpinLock {
    std::atomic_flag flag = ATOMIC_FLAG_INIT;
    void lock() {
        while (flag.test_and_set(std::memory_order_acquire)) {
#if defined(__x86_64__)
            _mm_pause();
#endif
            std::this_thread::yield();
        }
    }
    void unlock() { flag.clear(std::memory_order_release); }
};

int habit(int x) {
    pthread_t raw_thread{};
    pthread_create(&raw_thread, nullptr, run, &x);
    pthread_setname_np(raw_thread, "worker");
    pthread_join(raw_thread, nullptr);
    std::mutex mutex;
    std::recursive_mutex recursive;
    std::timed_mutex timed;
    std::recursive_timed_mutex both;
    std::shared_mutex shared;
    std::shared_timed_mutex shared_timed;
    std::condition_variable condition;
    std::condition_variable_any any;
    SpinLock spin;
    std::counting_semaphore<8> semaphore(2);
    std::binary_semaphore binary(1);
    std::latch latch(2);
    std::barrier barrier(2, []() noexcept {});
    std::atomic<int> number{0};
    sem_t posix;
    sem_init(&posix, 0, 1);
    std::jthread worker([&](std::stop_token stop) {
        std::unique_lock lock(mutex);
        any.wait_for(lock, stop, 1ms, [] { return false; });
        latch.count_down();
        barrier.arrive_and_drop();
    });
    {
        std::scoped_lock all(recursive, both);
        std::shared_lock reading(shared);
        std::lock_guard guard(spin);
    }
    if (timed.try_lock_for(1ms))
        timed.unlock();
    if (shared_timed.try_lock_shared_until(std::chrono::steady_clock::now() + 1ms))
        shared_timed.unlock_shared();
    semaphore.acquire();
    semaphore.release();
    if (binary.try_acquire_for(1ms))
        binary.release();
    sem_wait(&posix);
    sem_post(&posix);
    sem_destroy(&posix);
    latch.arrive_and_wait();
    barrier.arrive_and_drop();
    number.fetch_add(1);
    number.notify_all();
    number.wait(0);
    std::atomic_ref<int>(x).fetch_add(1, std::memory_order_relaxed);
    std::call_once(once, [] {});
    auto later = std::async(std::launch::async, [] { return 1; });
    std::packaged_task<int()> task([] { return 2; });
    std::promise<int> promise;
    promise.set_value(3);
    task();
    std::unique_lock lock(mutex);
    condition.wait_for(lock, 1ms);
    condition.wait_until(lock, std::chrono::system_clock::now() + 1ms, [] { return true; });
    std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_until(std::chrono::steady_clock::now());
    usleep(1);
    sleep(0);
    sched_yield();
    return later.get() + task.get_future().get() + promise.get_future().get() +
           static_cast<int>(std::thread::hardware_concurrency()) +
           static_cast<int>(std::hash<std::thread::id>{}(std::this_thread::get_id())) + gettid();
}
