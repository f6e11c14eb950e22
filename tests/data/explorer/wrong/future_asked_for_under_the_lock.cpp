// Main waits for an asynchronous task while it holds the mutex that the task locks.
// finds: deadlock
#include <future>
#include <mutex>

static std::mutex mutex;
static int stored = 1;

static int twice() {
    const std::scoped_lock lock(mutex); // HERE
    return 2 * stored;
}

int main() {
    std::future<int> doubled = std::async(std::launch::async, twice);
    int result = 0;
    {
        const std::scoped_lock lock(mutex);
        result = stored + doubled.get(); // HERE
    }
    return result == 3 ? 0 : 1;
}
