// Main overwrites a mutex that it holds; nobody can give it to the thread that wants it any more.
// finds: misuse
#include <cstring>
#include <mutex>
#include <semaphore>
#include <thread>

static std::binary_semaphore is_there{0};

int main() {
    std::mutex mutex;
    mutex.lock();
    std::thread worker([&mutex] {
        is_there.release();
        mutex.lock(); // HERE
        mutex.unlock();
    });
    is_there.acquire();
    std::memset(static_cast<void*>(&mutex), 0xff, sizeof mutex);
    worker.join();
}
