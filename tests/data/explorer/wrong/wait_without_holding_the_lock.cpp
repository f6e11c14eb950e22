// A thread waits with a unique_lock that was told not to lock its mutex yet.
// finds: misuse
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static std::atomic<bool> is_ready{false};

int main() {
    std::thread waiter([] {
        std::unique_lock lock(mutex, std::defer_lock);
        while (!is_ready.load()) {
            changed.wait(lock); // HERE
        }
    });
    std::thread setter([] {
        {
            const std::scoped_lock lock(mutex);
            is_ready.store(true);
        }
        changed.notify_one();
    });
    waiter.join();
    setter.join();
}
