// The predicate of a wait is called with the mutex held, and it locks the same mutex itself.
// finds: self-deadlock
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static int orders = 0;

static bool has_orders() {
    const std::scoped_lock lock(mutex); // HERE
    return orders > 0;
}

int main() {
    std::thread guest([] {
        const std::scoped_lock lock(mutex);
        ++orders;
        changed.notify_one();
    });
    std::thread waiter([] {
        std::unique_lock lock(mutex);
        changed.wait(lock, has_orders);
        --orders;
    });
    guest.join();
    waiter.join();
}
