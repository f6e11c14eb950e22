// Two players take turns: each acquires its own semaphore and releases the other's.
#include <cassert>
#include <semaphore>
#include <thread>

static std::binary_semaphore white_may{1};
static std::binary_semaphore black_may{0};
static int moves = 0;

int main() {
    std::thread white([] {
        for (int i = 0; i < 3; ++i) {
            white_may.acquire();
            assert(moves % 2 == 0);
            ++moves;
            black_may.release();
        }
    });
    std::thread black([] {
        for (int i = 0; i < 3; ++i) {
            black_may.acquire();
            assert(moves % 2 == 1);
            ++moves;
            white_may.release();
        }
    });
    white.join();
    black.join();
    assert(moves == 6);
}
