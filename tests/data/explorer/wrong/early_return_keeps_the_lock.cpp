// A thread returns early when there is nothing to do, and forgets that it holds the mutex.
// finds: lock-leaked
#include <atomic>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::atomic<int> orders{0};
static int packed = 0;

static void pack() {
    mutex.lock(); // HERE
    if (orders.load() == 0) {
        return; // HERE
    }
    ++packed;
    mutex.unlock();
} // HERE

int main() {
    std::thread customer([] { orders.fetch_add(1); });
    std::thread packer(pack);
    customer.join();
    packer.join();
}
