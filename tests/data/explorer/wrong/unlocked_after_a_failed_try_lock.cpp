// A thread unlocks the mutex whether or not its try_lock got it.
// finds: misuse
#include <atomic>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int written = 0;
static std::atomic<int> skipped{0};

int main() {
    std::thread writer([] {
        const std::lock_guard<std::mutex> lock(mutex);
        ++written;
    });
    std::thread visitor([] {
        if (!mutex.try_lock()) {
            ++skipped;
        }
        mutex.unlock(); // HERE
    });
    writer.join();
    visitor.join();
    return written == 1 ? 0 : 1;
}
