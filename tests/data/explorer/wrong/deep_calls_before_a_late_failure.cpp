// finds: wrong-result
// The failure comes after thousands of steps, each taken far down in a recursion: what is told of
// them has to end somewhere.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> count{0};

static void add_below(int depth) {
    if (depth > 0) {
        add_below(depth - 1);
        return;
    }
    for (int i = 0; i < 1500; ++i) {
        const int seen = count;
        count = seen + 1;
    }
}

int main() {
    std::thread a(add_below, 60);
    std::thread b(add_below, 60);
    a.join();
    b.join();
    assert(count == 3000); // HERE
}
