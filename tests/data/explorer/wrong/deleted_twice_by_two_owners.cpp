// Each owner counts down and then looks at the count anew, so both may see zero and delete.
// finds: dangling
#include <atomic>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::atomic<int> owners{2};
static int* document = new int(1);

static void give_up() {
    {
        const std::scoped_lock lock(mutex);
        ++*document;
    }
    owners.fetch_sub(1);
    if (owners.load() == 0) {
        const std::scoped_lock lock(mutex);
        delete document; // HERE
    }
}

int main() {
    std::thread one(give_up);
    std::thread two(give_up);
    one.join();
    two.join();
}
