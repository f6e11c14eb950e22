// A thread looks at the flag of a condition without the lock, to spare itself the wait.
// finds: data-race
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_done = false;

int main() {
    std::thread worker([] {
        const std::scoped_lock lock(mutex);
        is_done = true; // HERE
        changed.notify_one();
    });
    std::thread waiter([] {
        if (!is_done) { // HERE
            std::unique_lock lock(mutex);
            changed.wait(lock, [] { return is_done; });
        }
    });
    worker.join();
    waiter.join();
}
