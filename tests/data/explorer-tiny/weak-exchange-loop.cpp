// classes: 4
// Each reads and exchanges. One whole addition before the other: 2. Both read, and one of them has
// to try again: 2. That is all with clang, which does not tell weak exchanges from strong ones.
// g++ does, and each thread's exchange may fail once for no reason: as many as the imagined program
// {"cx", "cx"} of explorer_exhaustive_test.cpp has.
// classes with g++: 32
#include <atomic>
#include <thread>

std::atomic<int> sum{0};

void add(int number) {
    int seen = sum;
    while (!sum.compare_exchange_weak(seen, seen + number)) {
    }
}

int main() {
    std::thread one(add, 1);
    std::thread two(add, 2);
    one.join();
    two.join();
    return sum == 3 ? 0 : 1;
}
