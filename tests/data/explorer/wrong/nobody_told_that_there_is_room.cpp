// A full buffer's producer waits for room; the consumer makes room, tells nobody and waits for the next item.
// finds: missing-notify
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable not_empty;
static std::condition_variable not_full;
static int items = 0;

static void put() {
    std::unique_lock lock(mutex);
    not_full.wait(lock, [] { return items < 1; }); // HERE
    ++items;
    not_empty.notify_one();
}

static void get() {
    std::unique_lock lock(mutex);
    not_empty.wait(lock, [] { return items > 0; });
    --items;
}

int main() {
    std::thread producer([] {
        for (int i = 0; i < 3; ++i)
            put();
    });
    for (int i = 0; i < 3; ++i)
        get();
    producer.join();
}
