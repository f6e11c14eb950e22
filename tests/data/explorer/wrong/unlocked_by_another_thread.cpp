// One thread locks the mutex and another one, which does not own it, unlocks it.
// finds: misuse
#include <mutex>
#include <semaphore>
#include <thread>

static std::mutex mutex;
static std::binary_semaphore is_locked{0};
static std::binary_semaphore is_unlocked{0};
static int guarded = 0;

int main() {
    std::thread owner([] {
        mutex.lock();
        ++guarded;
        is_locked.release();
        is_unlocked.acquire();
    });
    std::thread stranger([] {
        is_locked.acquire();
        mutex.unlock(); // HERE
        is_unlocked.release();
    });
    owner.join();
    stranger.join();
    return guarded == 1 ? 0 : 1;
}
