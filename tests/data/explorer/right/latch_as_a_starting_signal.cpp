// Two workers wait at a latch until main has prepared their work, and report on another one.
#include <array>
#include <cassert>
#include <latch>
#include <thread>

static std::latch start(1);
static std::latch finished(2);
static int factor = 0;
static std::array<int, 2> results{};

static void work(std::size_t place, int value) {
    start.wait();
    results[place] = factor * value;
    finished.count_down();
}

int main() {
    std::thread one(work, 0, 3);
    std::thread two(work, 1, 4);
    factor = 10;
    start.count_down();
    finished.wait();
    assert(results[0] + results[1] == 70);
    one.join();
    two.join();
}
