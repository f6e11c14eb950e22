// The setter lets go of the lock before it notifies two waiters, each of which looks at the flag.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_open = false;
static int entered = 0;

static void enter() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [] { return is_open; });
    ++entered;
}

int main() {
    std::thread one(enter);
    std::thread two(enter);
    {
        const std::scoped_lock lock(mutex);
        is_open = true;
    }
    changed.notify_all();
    one.join();
    two.join();
    assert(entered == 2);
}
