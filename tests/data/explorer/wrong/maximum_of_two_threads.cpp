// Each thread stores its value if it is larger than the maximum, which may have grown meanwhile.
// finds: wrong-result
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> maximum{0};

static void offer(int value) {
    if (value > maximum.load()) {
        maximum.store(value);
    }
}

int main() {
    std::thread small([] { offer(3); });
    std::thread large([] { offer(8); });
    small.join();
    large.join();
    assert(maximum.load() == 8); // HERE
}
