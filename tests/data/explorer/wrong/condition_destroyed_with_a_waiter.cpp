// Main deletes a condition variable while a thread still waits on it.
// finds: misuse
#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <thread>

static std::mutex mutex;
static std::binary_semaphore is_locked{0};
static int woken = 0;

int main() {
    auto* changed = new std::condition_variable;
    std::thread waiter([changed] {
        std::unique_lock lock(mutex);
        is_locked.release();
        changed->wait(lock);
        ++woken;
    });
    is_locked.acquire();
    {
        const std::scoped_lock lock(mutex);
        delete changed; // HERE
    }
    waiter.join();
}
