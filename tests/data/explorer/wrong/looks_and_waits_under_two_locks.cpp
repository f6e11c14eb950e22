// A visitor looks at the door under the lock, lets go of it, and takes it again to wait.
// finds: lost-wakeup
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_open = false;

static bool door_is_open() {
    const std::scoped_lock lock(mutex);
    return is_open;
}

int main() {
    std::thread visitor([] {
        if (!door_is_open()) {
            std::unique_lock lock(mutex);
            changed.wait(lock); // HERE
        }
    });
    std::thread keeper([] {
        const std::scoped_lock lock(mutex);
        is_open = true;
        changed.notify_all();
    });
    visitor.join();
    keeper.join();
}
