// Two threads add to an atomic in two steps, a load and a store, and so lose additions.
// finds: wrong-result
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> total{0};

static void add() {
    for (int i = 0; i < 2; ++i) {
        const int before = total.load();
        total.store(before + 1);
    }
}

int main() {
    std::thread one(add);
    std::thread two(add);
    one.join();
    two.join();
    assert(total.load() == 4); // HERE
}
