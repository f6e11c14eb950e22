// Two jthreads are joined by their destructors before the result is looked at.
#include <cassert>
#include <mutex>
#include <thread>

int main() {
    std::mutex mutex;
    int total = 0;
    {
        const auto add = [&](int amount) {
            const std::scoped_lock lock(mutex);
            total += amount;
        };
        const std::jthread one(add, 3);
        const std::jthread two(add, 4);
    }
    assert(total == 7);
}
