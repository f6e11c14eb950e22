// The pointer of double-checked locking is atomic, stored with release and loaded with acquire.
#include <atomic>
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::atomic<int*> instance{nullptr};
static int made = 0;

static int value() {
    int* found = instance.load(std::memory_order_acquire);
    if (found == nullptr) {
        const std::scoped_lock lock(mutex);
        found = instance.load(std::memory_order_relaxed);
        if (found == nullptr) {
            found = new int(7);
            ++made;
            instance.store(found, std::memory_order_release);
        }
    }
    return *found;
}

int main() {
    int first = 0;
    int second = 0;
    std::thread one([&first] { first = value(); });
    std::thread two([&second] { second = value(); });
    one.join();
    two.join();
    assert(first == 7 && second == 7 && made == 1);
    delete instance.load();
}
