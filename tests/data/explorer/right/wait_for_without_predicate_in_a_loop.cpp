// A thread waits by the system clock in a loop of its own, until the flag or the end of its time.
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_done = false;

int main() {
    bool saw_done = false;
    bool saw_timeout = false;
    std::thread waiter([&] {
        const auto until = std::chrono::system_clock::now() + std::chrono::milliseconds(40);
        std::unique_lock lock(mutex);
        while (!is_done && !saw_timeout) {
            saw_timeout = changed.wait_until(lock, until) == std::cv_status::timeout;
        }
        saw_done = is_done;
    });
    std::thread worker([] {
        const std::scoped_lock lock(mutex);
        is_done = true;
        changed.notify_one();
    });
    waiter.join();
    worker.join();
    assert(saw_done || saw_timeout);
}
