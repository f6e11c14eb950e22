// A thread waits for a permit in pieces, and counts those in vain, as many as there may be.
#include <atomic>
#include <cassert>
#include <chrono>
#include <semaphore>
#include <thread>

static std::counting_semaphore<4> permits{0};
static std::atomic<int> in_vain{0};

int main() {
    std::thread waiter([] {
        while (!permits.try_acquire_for(std::chrono::milliseconds(5)))
            ++in_vain;
    });
    permits.release();
    waiter.join();
    assert(in_vain >= 0);
}
