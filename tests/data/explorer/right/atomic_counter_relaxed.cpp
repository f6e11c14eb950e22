// Two threads count with relaxed fetch_add, and main reads the sum after it has joined them.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> hits{0};
static std::atomic<unsigned> seen_bits{0};

static void count(unsigned bit) {
    for (int i = 0; i < 3; ++i) {
        hits.fetch_add(1, std::memory_order_relaxed);
    }
    seen_bits.fetch_or(bit, std::memory_order_relaxed);
}

int main() {
    std::thread one(count, 1U);
    std::thread two(count, 2U);
    one.join();
    two.join();
    assert(hits.load(std::memory_order_relaxed) == 6);
    assert(seen_bits.load(std::memory_order_relaxed) == 3U);
}
