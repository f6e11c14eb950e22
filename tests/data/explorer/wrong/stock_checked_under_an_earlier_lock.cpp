// Two shops check the stock under the lock and sell under the lock, but let go of it in between.
// finds: wrong-result
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int stock = 1;

static bool is_in_stock() {
    const std::scoped_lock lock(mutex);
    return stock > 0;
}

static void sell() {
    if (is_in_stock()) {
        const std::scoped_lock lock(mutex);
        --stock;
    }
}

int main() {
    std::thread north(sell);
    std::thread south(sell);
    north.join();
    south.join();
    assert(stock == 0); // HERE
}
