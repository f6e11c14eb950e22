// A thread locks a recursive mutex twice and unlocks it three times.
// finds: misuse
#include <mutex>
#include <thread>

static std::recursive_mutex mutex;
static int depth = 0;

static void descend(int levels) {
    mutex.lock();
    ++depth;
    if (levels > 1) {
        descend(levels - 1);
    } else {
        mutex.unlock();
    }
    mutex.unlock(); // HERE
}

int main() {
    std::thread diver(descend, 2);
    diver.join();
    std::thread swimmer([] {
        const std::scoped_lock lock(mutex);
        ++depth;
    });
    swimmer.join();
    return depth == 3 ? 0 : 1;
}
