// The waiter has no condition to look at: if the notification comes first, it waits for ever.
// finds: lost-wakeup
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable started;
static int laps = 0;

int main() {
    std::thread runner([] {
        std::unique_lock lock(mutex);
        started.wait(lock); // HERE
        ++laps;
    });
    std::thread starter([] {
        const std::scoped_lock lock(mutex);
        started.notify_one();
    });
    runner.join();
    starter.join();
    return laps == 1 ? 0 : 1;
}
