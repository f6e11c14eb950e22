// A thread waits for something that never comes, but only for a while, and goes on.
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool has_mail = false;

int main() {
    bool was_told = true;
    int other_work = 0;
    std::thread waiter([&was_told] {
        std::unique_lock lock(mutex);
        was_told = changed.wait_for(lock, std::chrono::milliseconds(20), [] { return has_mail; });
    });
    std::thread worker([&other_work] {
        const std::scoped_lock lock(mutex);
        ++other_work;
        changed.notify_one();
    });
    waiter.join();
    worker.join();
    assert(!was_told && other_work == 1);
}
