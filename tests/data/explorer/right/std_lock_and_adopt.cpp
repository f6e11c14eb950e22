// Two threads swap two values in both directions, with std::lock and guards that adopt the locks.
#include <cassert>
#include <mutex>
#include <thread>
#include <utility>

static std::mutex left_mutex;
static std::mutex right_mutex;
static int left = 1;
static int right = 2;

static void swap_values(std::mutex& one, std::mutex& two) {
    std::lock(one, two);
    const std::lock_guard<std::mutex> first(one, std::adopt_lock);
    const std::lock_guard<std::mutex> second(two, std::adopt_lock);
    std::swap(left, right);
}

int main() {
    std::thread forth([] { swap_values(left_mutex, right_mutex); });
    std::thread back([] { swap_values(right_mutex, left_mutex); });
    forth.join();
    back.join();
    assert(left == 1 && right == 2);
}
