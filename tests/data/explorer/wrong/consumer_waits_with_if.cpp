// A consumer looks at the buffer before its wait but not after it, and may take from an empty one.
// finds: wait-without-loop
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable filled;
static int items = 0;
static int lowest = 0;

static void take() {
    std::unique_lock lock(mutex);
    if (items == 0) {
        filled.wait(lock); // HERE
    }
    --items;
    lowest = items < lowest ? items : lowest;
}

static void put() {
    const std::scoped_lock lock(mutex);
    ++items;
    filled.notify_all();
}

int main() {
    std::thread one(take);
    std::thread two(take);
    put();
    put();
    one.join();
    two.join();
    assert(lowest == 0);
}
