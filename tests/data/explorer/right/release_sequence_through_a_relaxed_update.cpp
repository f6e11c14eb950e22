// A relaxed update between a release store and an acquire load does not break the order of the two.
#include <atomic>
#include <cassert>
#include <thread>

static int data = 0;
static std::atomic<int> stage{0};

int main() {
    int seen = 5;
    std::thread writer([] {
        data = 5;
        stage.store(1, std::memory_order_release);
    });
    std::thread forwarder([] {
        int expected = 1;
        stage.compare_exchange_strong(expected, 2, std::memory_order_relaxed);
    });
    std::thread reader([&seen] {
        if (stage.load(std::memory_order_acquire) == 2) {
            seen = data;
        }
    });
    writer.join();
    forwarder.join();
    reader.join();
    assert(seen == 5);
}
