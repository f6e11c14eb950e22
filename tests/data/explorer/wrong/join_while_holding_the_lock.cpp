// Main joins the worker while it holds the lock that the worker needs to finish.
// finds: deadlock
#include <mutex>
#include <thread>

static std::mutex mutex;
static int results = 0;

int main() {
    std::thread worker([] {
        const std::scoped_lock lock(mutex); // HERE
        ++results;
    });
    {
        const std::scoped_lock lock(mutex);
        ++results;
        worker.join(); // HERE
    }
    return results == 2 ? 0 : 1;
}
