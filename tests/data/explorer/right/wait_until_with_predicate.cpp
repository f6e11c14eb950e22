// A thread waits for a value up to a point in time, and takes the old one if it is late.
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static int price = 10;
static bool is_new = false;

int main() {
    int paid = 0;
    bool was_new = false;
    std::thread buyer([&] {
        const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
        std::unique_lock lock(mutex);
        was_new = changed.wait_until(lock, until, [] { return is_new; });
        paid = price;
    });
    std::thread seller([] {
        const std::scoped_lock lock(mutex);
        price = 12;
        is_new = true;
        changed.notify_one();
    });
    buyer.join();
    seller.join();
    assert(paid == (was_new ? 12 : 10));
}
