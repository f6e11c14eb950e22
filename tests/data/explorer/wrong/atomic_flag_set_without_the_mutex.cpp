// The flag is atomic and set without the mutex, so it may change between the look and the sleep.
// finds: lost-wakeup
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static std::atomic<bool> is_ready{false};

int main() {
    std::thread waiter([] {
        std::unique_lock lock(mutex);
        while (!is_ready.load()) {
            changed.wait(lock); // HERE
        }
    });
    std::thread setter([] {
        is_ready.store(true);
        changed.notify_one();
    });
    waiter.join();
    setter.join();
}
