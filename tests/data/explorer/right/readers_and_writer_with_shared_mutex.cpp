// Two readers share a lock to see both halves of a record, which one writer changes alone.
#include <cassert>
#include <mutex>
#include <shared_mutex>
#include <thread>

static std::shared_mutex mutex;
static int first_half = 0;
static int second_half = 0;

static void read_twice(bool& is_whole) {
    for (int i = 0; i < 2; ++i) {
        const std::shared_lock lock(mutex);
        is_whole = is_whole && first_half == second_half;
    }
}

int main() {
    bool is_whole_here = true;
    bool is_whole_there = true;
    std::thread here([&is_whole_here] { read_twice(is_whole_here); });
    std::thread there([&is_whole_there] { read_twice(is_whole_there); });
    std::thread writer([] {
        for (int i = 1; i <= 2; ++i) {
            const std::unique_lock lock(mutex);
            first_half = i;
            second_half = i;
        }
    });
    here.join();
    there.join();
    writer.join();
    assert(is_whole_here && is_whole_there);
}
