// Peterson's algorithm with sequentially consistent atomics keeps two threads apart.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<bool> wants[2] = {false, false};
static std::atomic<int> turn{0};
static int counter = 0;

static void enter_twice(int me) {
    const int other = 1 - me;
    for (int i = 0; i < 2; ++i) {
        wants[me].store(true);
        turn.store(other);
        while (wants[other].load() && turn.load() == other) {
            std::this_thread::yield();
        }
        ++counter;
        wants[me].store(false);
    }
}

int main() {
    std::thread zero(enter_twice, 0);
    std::thread one(enter_twice, 1);
    zero.join();
    one.join();
    assert(counter == 4);
}
