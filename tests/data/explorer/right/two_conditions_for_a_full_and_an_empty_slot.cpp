// A producer and a consumer share a slot, each waiting on a condition of its own with a predicate.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable is_emptied;
static std::condition_variable is_filled;
static int slot = 0;

int main() {
    int sum = 0;
    std::thread producer([] {
        for (int i = 1; i <= 3; ++i) {
            std::unique_lock lock(mutex);
            is_emptied.wait(lock, [] { return slot == 0; });
            slot = i;
            is_filled.notify_one();
        }
    });
    std::thread consumer([&sum] {
        for (int i = 1; i <= 3; ++i) {
            std::unique_lock lock(mutex);
            is_filled.wait(lock, [] { return slot != 0; });
            sum += slot;
            slot = 0;
            is_emptied.notify_one();
        }
    });
    producer.join();
    consumer.join();
    assert(sum == 6);
}
