// The atomic stop flag of a worker is set outside the lock under which the worker looks at it.
// finds: lost-wakeup
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable wake;
static std::atomic<bool> is_stopped{false};
static int jobs = 0;

int main() {
    int done = 0;
    std::thread worker([&done] {
        std::unique_lock lock(mutex);
        while (!is_stopped.load() || jobs > 0) {
            if (jobs > 0) {
                --jobs;
                ++done;
            } else {
                wake.wait(lock); // HERE
            }
        }
    });
    {
        const std::scoped_lock lock(mutex);
        ++jobs;
        wake.notify_one();
    }
    is_stopped.store(true);
    wake.notify_one();
    worker.join();
    return done == 1 ? 0 : 1;
}
