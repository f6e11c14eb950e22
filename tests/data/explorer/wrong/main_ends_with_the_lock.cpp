// Main locks the mutex once more to read the result and returns without giving it back.
// finds: lock-leaked
#include <mutex>
#include <thread>

static std::mutex mutex;
static int total = 0;

static void add() {
    const std::scoped_lock lock(mutex);
    ++total;
}

int main() {
    std::thread one(add);
    std::thread two(add);
    one.join();
    two.join();
    mutex.lock(); // HERE
    const int result = total;
    return result == 2 ? 0 : 1; // HERE
} // HERE
