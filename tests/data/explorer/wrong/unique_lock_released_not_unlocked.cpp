// A thread calls release() where it means unlock(): the lock is forgotten, the mutex stays locked.
// finds: lock-leaked
#include <atomic>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int written = 0;
static std::atomic<int> looks{0};

int main() {
    std::thread writer([] {
        std::unique_lock lock(mutex); // HERE
        written = 1;
        lock.release(); // HERE
    });                 // HERE
    std::thread reader([] { ++looks; });
    writer.join();
    reader.join();
    return written + looks == 2 ? 0 : 1;
}
