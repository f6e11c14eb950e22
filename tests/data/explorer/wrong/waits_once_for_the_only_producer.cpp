// With one producer and one consumer, the missing loop shows only when a wait ends for no reason.
// finds: wait-without-loop
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool ready = false;
static int parcel = 0;

static void collect() {
    std::unique_lock lock(mutex);
    if (!ready) {
        changed.wait(lock); // HERE
    }
    assert(parcel == 42);
}

int main() {
    std::thread customer(collect);
    {
        const std::scoped_lock lock(mutex);
        parcel = 42;
        ready = true;
    }
    changed.notify_one();
    customer.join();
}
