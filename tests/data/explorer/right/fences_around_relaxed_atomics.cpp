// A release fence and an acquire fence order plain data around a relaxed flag.
#include <atomic>
#include <cassert>
#include <thread>

static int weight = 0;
static std::atomic<bool> is_weighed{false};

int main() {
    int seen = 80;
    std::thread scale([] {
        weight = 80;
        std::atomic_thread_fence(std::memory_order_release);
        is_weighed.store(true, std::memory_order_relaxed);
    });
    std::thread clerk([&seen] {
        if (is_weighed.load(std::memory_order_relaxed)) {
            std::atomic_thread_fence(std::memory_order_acquire);
            seen = weight;
        }
    });
    scale.join();
    clerk.join();
    assert(seen == 80);
}
