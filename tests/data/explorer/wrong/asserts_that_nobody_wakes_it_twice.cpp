// A wait stands in a loop as it should, but the program asserts that it is woken once at most.
// finds: wrong-result
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static bool is_open = false;
static int wakes = 0;

int main() {
    std::thread waiter([] {
        std::unique_lock lock(mutex);
        bool seen = is_open;
        while (!seen) {
            changed.wait(lock);
            ++wakes;
            seen = is_open;
        }
        assert(wakes <= 1); // HERE
    });
    {
        const std::lock_guard lock(mutex);
        is_open = true;
    }
    changed.notify_one();
    waiter.join();
}
