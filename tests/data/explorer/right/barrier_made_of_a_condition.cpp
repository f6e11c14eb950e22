// A barrier of a mutex, a condition and a generation number lets three threads meet twice.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static int arrived = 0;
static int generation = 0;

static void meet() {
    std::unique_lock lock(mutex);
    const int mine = generation;
    if (++arrived == 3) {
        arrived = 0;
        ++generation;
        changed.notify_all();
        return;
    }
    changed.wait(lock, [mine] { return generation != mine; });
}

static void meet_twice() {
    meet();
    meet();
}

int main() {
    std::thread one(meet_twice);
    std::thread two(meet_twice);
    meet_twice();
    one.join();
    two.join();
    assert(generation == 2 && arrived == 0);
}
