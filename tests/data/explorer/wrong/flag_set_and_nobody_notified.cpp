// The flag is set under the lock as it should be, but the thread that sleeps is never told.
// finds: missing-notify
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_ready = false;

int main() {
    std::thread waiter([] {
        std::unique_lock lock(mutex);
        changed.wait(lock, [] { return is_ready; }); // HERE
    });
    std::thread setter([] {
        const std::scoped_lock lock(mutex);
        is_ready = true;
    });
    waiter.join();
    setter.join();
}
