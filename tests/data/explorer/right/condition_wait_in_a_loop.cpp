// A thread waits for a flag with a plain wait in a loop, and the flag is set under the lock.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_ready = false;
static int value = 0;

int main() {
    int seen = 0;
    std::thread waiter([&seen] {
        std::unique_lock lock(mutex);
        while (!is_ready) {
            changed.wait(lock);
        }
        seen = value;
    });
    std::thread setter([] {
        const std::scoped_lock lock(mutex);
        value = 42;
        is_ready = true;
        changed.notify_one();
    });
    waiter.join();
    setter.join();
    assert(seen == 42);
}
