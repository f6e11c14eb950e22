// The reader acquires, but the writer stores with relaxed order, so there is nothing to acquire.
// finds: data-race
#include <atomic>
#include <thread>

static int message = 0;
static std::atomic<int> version{0};

int main() {
    int seen = 0;
    std::thread writer([] {
        message = 5; // HERE
        version.store(1, std::memory_order_relaxed);
    });
    std::thread reader([&seen] {
        if (version.load(std::memory_order_acquire) == 1) {
            seen = message; // HERE
        }
    });
    writer.join();
    reader.join();
    return seen == 0 || seen == 5 ? 0 : 1;
}
