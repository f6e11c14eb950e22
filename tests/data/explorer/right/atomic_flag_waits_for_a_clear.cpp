// An atomic_flag is a lock whose takers sleep until the owner clears it and notifies.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic_flag is_taken;
static int total = 0;

static void add(int amount) {
    while (is_taken.test_and_set(std::memory_order_acquire)) {
        is_taken.wait(true, std::memory_order_relaxed);
    }
    total += amount;
    is_taken.clear(std::memory_order_release);
    is_taken.notify_one();
}

int main() {
    std::thread one(add, 1);
    std::thread two(add, 2);
    std::thread three(add, 4);
    one.join();
    two.join();
    three.join();
    assert(total == 7);
}
