// Three threads count in one int, each time under the same mutex.
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int visitors = 0;

static void count() {
    for (int i = 0; i < 3; ++i) {
        const std::lock_guard<std::mutex> lock(mutex);
        ++visitors;
    }
}

int main() {
    std::thread one(count);
    std::thread two(count);
    std::thread three(count);
    one.join();
    two.join();
    three.join();
    assert(visitors == 9);
}
