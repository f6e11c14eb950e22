// Two threads add to a total while each holds the shared mutex in the mode meant for readers.
// finds: data-race
#include <mutex>
#include <shared_mutex>
#include <thread>

static std::shared_mutex mutex;
static int total = 0;

static void add(int amount) {
    for (int i = 0; i < 2; ++i) {
        const std::shared_lock lock(mutex);
        total += amount; // HERE
    }
}

int main() {
    std::thread one([] { add(1); });
    std::thread two([] { add(2); });
    one.join();
    two.join();
    const std::unique_lock lock(mutex);
    return total > 6 ? 1 : 0;
}
