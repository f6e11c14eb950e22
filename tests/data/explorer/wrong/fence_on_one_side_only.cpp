// The writer has a release fence before its relaxed store, but the reader has no acquire fence.
// finds: data-race
#include <atomic>
#include <thread>

static int weight = 0;
static std::atomic<bool> is_weighed{false};

int main() {
    int seen = 0;
    std::thread scale([] {
        weight = 80; // HERE
        std::atomic_thread_fence(std::memory_order_release);
        is_weighed.store(true, std::memory_order_relaxed);
    });
    std::thread clerk([&seen] {
        if (is_weighed.load(std::memory_order_relaxed)) {
            seen = weight; // HERE
        }
    });
    scale.join();
    clerk.join();
    return seen == 0 || seen == 80 ? 0 : 1;
}
