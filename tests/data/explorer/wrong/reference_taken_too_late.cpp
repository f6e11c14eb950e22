// A guest counts itself as a user after it saw one, but that user may have left in between.
// finds: dangling
#include <atomic>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::atomic<int> users{1};
static int* picture = new int(5);

static void leave() {
    if (users.fetch_sub(1) == 1) {
        const std::scoped_lock lock(mutex);
        delete picture; // HERE
    }
}

int main() {
    int seen = 0;
    std::thread owner(leave);
    std::thread guest([&seen] {
        if (users.load() > 0) {
            users.fetch_add(1);
            {
                const std::scoped_lock lock(mutex);
                seen = *picture; // HERE
            }
            leave();
        }
    });
    owner.join();
    guest.join();
    return seen == 0 || seen == 5 ? 0 : 1;
}
