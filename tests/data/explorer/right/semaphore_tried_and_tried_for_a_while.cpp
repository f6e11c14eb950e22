// A guest tries a semaphore at once, then for a while, and goes away if both fail.
#include <cassert>
#include <chrono>
#include <semaphore>
#include <thread>

static std::counting_semaphore<2> tables{0};
static int prepared = 0;

int main() {
    int seen = 0;
    bool has_table = false;
    std::thread waiter([] {
        prepared = 1;
        tables.release();
    });
    std::thread guest([&] {
        has_table = tables.try_acquire();
        if (!has_table) {
            has_table = tables.try_acquire_for(std::chrono::milliseconds(20));
        }
        if (has_table) {
            seen = prepared;
        }
    });
    waiter.join();
    guest.join();
    assert(seen == (has_table ? 1 : 0));
}
