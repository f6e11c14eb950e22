// The counter is read under the lock and written under the lock, with the sum done in between.
// finds: wrong-result
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int count = 0;

static int get() {
    const std::scoped_lock lock(mutex);
    return count;
}

static void set(int value) {
    const std::scoped_lock lock(mutex);
    count = value;
}

int main() {
    std::thread one([] { set(get() + 1); });
    std::thread two([] { set(get() + 1); });
    one.join();
    two.join();
    assert(get() == 2); // HERE
}
