// The flag is atomic but relaxed on both sides, so the price that it announces is not ordered.
// finds: data-race
#include <atomic>
#include <thread>

static int price = 0;
static std::atomic<bool> is_set{false};

int main() {
    int seen = 0;
    std::thread writer([] {
        price = 42; // HERE
        is_set.store(true, std::memory_order_relaxed);
    });
    std::thread reader([&seen] {
        while (!is_set.load(std::memory_order_relaxed)) {
            std::this_thread::yield();
        }
        seen = price; // HERE
    });
    writer.join();
    reader.join();
    return seen == 42 ? 0 : 1;
}
