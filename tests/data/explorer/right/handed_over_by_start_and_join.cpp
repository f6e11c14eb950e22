// Plain data goes from main to a thread by its start and back by the join, with no lock at all.
#include <cassert>
#include <thread>

static int value = 0;

static void twice() {
    value *= 2;
}

int main() {
    value = 1;
    for (int i = 0; i < 3; ++i) {
        std::thread worker(twice);
        worker.join();
        value += 1;
    }
    assert(value == 15);
}
