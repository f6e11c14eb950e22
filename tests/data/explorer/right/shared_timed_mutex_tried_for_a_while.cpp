// A reader and a writer each try for a while to get a shared timed mutex, and cope if they do not.
#include <cassert>
#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <thread>

static std::shared_timed_mutex mutex;
static int value = 1;

int main() {
    int seen = 1;
    bool is_written = false;
    std::thread reader([&seen] {
        const std::shared_lock lock(mutex, std::chrono::milliseconds(20));
        if (lock.owns_lock()) {
            seen = value;
        }
    });
    std::thread writer([&is_written] {
        if (mutex.try_lock_for(std::chrono::milliseconds(20))) {
            value = 2;
            is_written = true;
            mutex.unlock();
        }
    });
    reader.join();
    writer.join();
    assert(seen == 1 || is_written);
    assert(value == (is_written ? 2 : 1));
}
