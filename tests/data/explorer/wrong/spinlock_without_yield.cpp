// A lock made of an atomic_flag burns the processor while its owner does something slow.
// finds: busy-wait
#include <atomic>
#include <chrono>
#include <thread>

static std::atomic_flag is_locked;
static int total = 0;

static void add(int amount) {
    while (is_locked.test_and_set(std::memory_order_acquire)) { // HERE
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    total += amount;
    is_locked.clear(std::memory_order_release);
}

int main() {
    std::thread one(add, 1);
    std::thread two(add, 2);
    one.join();
    two.join();
    return total == 3 ? 0 : 1;
}
