// Three threads use a semaphore of one permit as a lock, twice each.
#include <cassert>
#include <semaphore>
#include <thread>
#include <vector>

int main() {
    std::binary_semaphore permit(1);
    int count = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 2; ++turn) {
                permit.acquire();
                ++count;
                permit.release();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    assert(count == 6);
}
