// Two threads wait for the same flag, but whoever sets it wakes only one of them.
// finds: missing-notify
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_open = false;

static void enter() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [] { return is_open; }); // HERE
}

int main() {
    std::thread one(enter);
    std::thread two(enter);
    {
        const std::scoped_lock lock(mutex);
        is_open = true;
        changed.notify_one();
    }
    one.join();
    two.join();
}
