// A thread tries for a while to get a lock; it counts what it did or what it gave up.
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>

static std::timed_mutex mutex;
static int written = 0;

int main() {
    int given_up = 0;
    std::thread slow([] {
        const std::lock_guard<std::timed_mutex> lock(mutex);
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        ++written;
    });
    std::thread hasty([&given_up] {
        for (int i = 0; i < 2; ++i) {
            if (mutex.try_lock_for(std::chrono::milliseconds(10))) {
                ++written;
                mutex.unlock();
            } else {
                ++given_up;
            }
        }
    });
    slow.join();
    hasty.join();
    assert(written + given_up == 3);
}
