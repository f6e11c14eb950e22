// Main looks at a counter under the lock and naps in between, until both slow workers are done.
// finds: polling
#include <chrono>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int done = 0;

static void work() {
    std::this_thread::sleep_for(std::chrono::seconds(2));
    const std::scoped_lock lock(mutex);
    ++done;
}

static bool all_are_done() {
    const std::scoped_lock lock(mutex);
    return done == 2;
}

int main() {
    std::thread one(work);
    std::thread two(work);
    while (!all_are_done()) {                                      // HERE
        std::this_thread::sleep_for(std::chrono::milliseconds(2)); // HERE
    }
    one.join();
    two.join();
}
