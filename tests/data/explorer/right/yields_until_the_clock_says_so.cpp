// A thread gives way until five milliseconds have gone by on the clock.
#include <cassert>
#include <chrono>
#include <thread>

int main() {
    using Clock = std::chrono::steady_clock;
    bool is_over = false;
    std::thread waiter([&is_over] {
        const auto end = Clock::now() + std::chrono::milliseconds(5);
        while (Clock::now() < end)
            std::this_thread::yield();
        is_over = true;
    });
    waiter.join();
    assert(is_over);
}
