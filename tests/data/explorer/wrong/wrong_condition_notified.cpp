// The consumer makes room, but notifies the condition of the consumers, not the producer's.
// finds: missing-notify
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable has_room;
static std::condition_variable has_items;
static int items = 0;

static void put() {
    std::unique_lock lock(mutex);
    has_room.wait(lock, [] { return items == 0; }); // HERE
    ++items;
    has_items.notify_one();
}

static void take() {
    std::unique_lock lock(mutex);
    has_items.wait(lock, [] { return items > 0; });
    --items;
    has_items.notify_one();
}

int main() {
    std::thread consumer(take);
    put();
    put();
    consumer.join();
    return items == 1 ? 0 : 1;
}
