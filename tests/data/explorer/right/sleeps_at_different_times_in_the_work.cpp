// Two slow threads and main sleep at will, and a lock and joins do all the ordering.
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int total = 0;

static void work(int amount, int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    const std::scoped_lock lock(mutex);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    total += amount;
}

int main() {
    std::thread slow(work, 1, 30);
    std::thread quick(work, 2, 10);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    slow.join();
    quick.join();
    assert(total == 3);
}
