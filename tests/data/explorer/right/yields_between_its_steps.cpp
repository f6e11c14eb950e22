// Two threads yield between their steps, which changes nothing but the order.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> steps{0};

static void walk() {
    for (int i = 0; i < 3; ++i) {
        steps.fetch_add(1);
        std::this_thread::yield();
    }
}

int main() {
    std::thread one(walk);
    std::thread two(walk);
    std::this_thread::yield();
    one.join();
    two.join();
    assert(steps.load() == 6);
}
