// Each thread counts for itself, and the destructor of its counter adds to the total at the end.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> total{0};

struct Tally {
    int count = 0;
    ~Tally() { total.fetch_add(count); }
};

static thread_local Tally tally;

static void count(int rounds) {
    for (int i = 0; i < rounds; ++i) {
        ++tally.count;
    }
}

int main() {
    std::thread one(count, 2);
    std::thread two(count, 3);
    count(1);
    one.join();
    two.join();
    assert(total.load() == 5);
    assert(tally.count == 1);
}
