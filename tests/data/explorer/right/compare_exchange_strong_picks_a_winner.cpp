// Three threads try to be the first with compare_exchange_strong, and exactly one is.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> winner{-1};
static std::atomic<int> winners{0};

static void race(int number) {
    int nobody = -1;
    if (winner.compare_exchange_strong(nobody, number)) {
        winners.fetch_add(1);
    } else {
        assert(nobody >= 0 && nobody != number);
    }
}

int main() {
    std::thread zero(race, 0);
    std::thread one(race, 1);
    std::thread two(race, 2);
    zero.join();
    one.join();
    two.join();
    assert(winners.load() == 1);
}
