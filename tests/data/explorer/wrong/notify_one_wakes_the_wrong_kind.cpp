// Producer and consumers wait on one condition, and notify_one may wake a thread of the wrong kind.
// finds: lost-wakeup
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_full = false;

static void put() {
    std::unique_lock lock(mutex);
    while (is_full) {
        changed.wait(lock); // HERE
    }
    is_full = true;
    changed.notify_one();
}

static void take() {
    std::unique_lock lock(mutex);
    while (!is_full) {
        changed.wait(lock); // HERE
    }
    is_full = false;
    changed.notify_one();
}

int main() {
    std::thread one(take);
    std::thread two(take);
    put();
    put();
    one.join();
    two.join();
}
