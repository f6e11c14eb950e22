// classes: 4
// Each reads and exchanges. One whole addition before the other: 2. Both read, and one of them has
// to try again: 2.
#include <atomic>
#include <thread>

std::atomic<int> sum{0};

void add(int number) {
    int seen = sum;
    while (!sum.compare_exchange_strong(seen, seen + number)) {
    }
}

int main() {
    std::thread one(add, 1);
    std::thread two(add, 2);
    one.join();
    two.join();
    return sum == 3 ? 0 : 1;
}
