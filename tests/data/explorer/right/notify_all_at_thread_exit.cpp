// A worker leaves it to the end of its thread to unlock and to wake the one that waits for it.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_done = false;
static int result = 0;

int main() {
    std::thread worker([] {
        std::unique_lock lock(mutex);
        result = 9;
        is_done = true;
        std::notify_all_at_thread_exit(changed, std::move(lock));
    });
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [] { return is_done; });
        assert(result == 9);
    }
    worker.join();
}
