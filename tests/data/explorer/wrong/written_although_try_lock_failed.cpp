// A thread adds to the total whether or not its try_lock got the lock.
// finds: data-race
#include <mutex>
#include <thread>

static std::mutex mutex;
static int total = 0;

static void add(int amount) {
    const bool is_locked = mutex.try_lock();
    total += amount; // HERE
    if (is_locked) {
        mutex.unlock();
    }
}

int main() {
    std::thread one([] { add(1); });
    std::thread two([] { add(2); });
    one.join();
    two.join();
    return total > 3 ? 1 : 0;
}
