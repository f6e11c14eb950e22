// A thread waits for an atomic flag in a loop that yields each time round.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> stage{0};
static int value = 0;

int main() {
    int seen = 0;
    std::thread writer([] {
        value = 3;
        stage.store(1, std::memory_order_release);
    });
    std::thread reader([&seen] {
        while (stage.load(std::memory_order_acquire) == 0) {
            std::this_thread::yield();
        }
        seen = value;
    });
    writer.join();
    reader.join();
    assert(seen == 3);
}
