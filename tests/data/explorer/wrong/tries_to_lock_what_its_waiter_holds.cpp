// A thread that has waited for a go tries again and again to lock what main holds until that thread ends.
// finds: busy-wait
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable told;
static bool go = false;
static bool is_off = false;

int main() {
    std::thread worker([] {
        {
            std::unique_lock lock(mutex);
            told.wait(lock, [] { return go; });
            is_off = true;
            told.notify_all();
        }
        while (!mutex.try_lock())      // HERE
            std::this_thread::yield(); // HERE
        mutex.unlock();
    });
    std::unique_lock lock(mutex);
    go = true;
    told.notify_all();
    told.wait(lock, [] { return is_off; });
    worker.join();
}
