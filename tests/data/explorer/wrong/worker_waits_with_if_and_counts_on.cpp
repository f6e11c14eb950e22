// finds: wait-without-loop
// Workers wait with `if`, and look at the number of items once more at the end of each round.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable filled;
static std::condition_variable emptied;
static int items = 0;
static int left = 2; // that are still to be taken

static void take() {
    std::unique_lock lock(mutex);
    while (left > 0) {
        if (items == 0) {
            filled.wait(lock); // HERE
        }
        assert(items > 0 || left == 0);
        if (left == 0) {
            return;
        }
        --items;
        if (--left == 0) {
            filled.notify_all();
        }
        if (items == 0) {
            emptied.notify_all();
        }
    }
}

int main() {
    std::thread a(take);
    std::thread b(take);
    for (int i = 0; i < 2; ++i) {
        const std::scoped_lock lock(mutex);
        ++items;
        filled.notify_one();
    }
    a.join();
    b.join();
}
