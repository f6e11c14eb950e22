// Main deletes a mutex on the heap that its owner still holds.
// finds: misuse
#include <mutex>
#include <semaphore>
#include <thread>

static std::binary_semaphore is_locked{0};
static std::binary_semaphore may_unlock{0};

int main() {
    auto* mutex = new std::mutex;
    std::thread owner([mutex] {
        mutex->lock();
        is_locked.release();
        may_unlock.acquire();
        mutex->unlock();
    });
    is_locked.acquire();
    delete mutex; // HERE
    may_unlock.release();
    owner.join();
}
