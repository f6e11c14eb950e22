// A thread wants to write while it still holds its own shared lock on the same mutex.
// finds: self-deadlock
#include <mutex>
#include <shared_mutex>
#include <thread>

static std::shared_mutex mutex;
static int cached = 0;

static void refresh() {
    const std::shared_lock reading(mutex);
    if (cached == 0) {
        const std::unique_lock writing(mutex); // HERE
        cached = 5;
    }
}

int main() {
    int seen = 0;
    std::thread refresher(refresh);
    std::thread reader([&seen] {
        const std::shared_lock reading(mutex);
        seen = cached;
    });
    refresher.join();
    reader.join();
    return seen == 0 || seen == 5 ? 0 : 1;
}
