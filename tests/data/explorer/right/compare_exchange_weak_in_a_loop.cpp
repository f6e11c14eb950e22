// Two threads double an atomic by a loop around compare_exchange_weak, so no change is lost.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> value{1};

static void twice() {
    int seen = value.load(std::memory_order_relaxed);
    while (!value.compare_exchange_weak(seen, 2 * seen, std::memory_order_acq_rel,
                                        std::memory_order_relaxed)) {
    }
}

int main() {
    std::thread one([] {
        twice();
        twice();
    });
    std::thread two(twice);
    one.join();
    two.join();
    assert(value.load() == 8);
}
