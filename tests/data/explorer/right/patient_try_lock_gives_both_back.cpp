// Two threads take two locks in opposite orders; each waits for its second one for a while only,
// then gives the first one back and begins anew.
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>

static std::timed_mutex left;
static std::timed_mutex right;
static int total = 0; // guarded by both

static void add(std::timed_mutex& first, std::timed_mutex& second) {
    while (true) {
        const std::unique_lock one(first);
        const std::unique_lock other(second, std::chrono::milliseconds(5));
        if (other.owns_lock()) {
            ++total;
            return;
        }
    }
}

int main() {
    std::thread a([] { add(left, right); });
    std::thread b([] { add(right, left); });
    a.join();
    b.join();
    assert(total == 2);
}
