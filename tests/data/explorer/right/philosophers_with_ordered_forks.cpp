// Three philosophers always take the fork with the lower number first, so none waits for ever.
#include <algorithm>
#include <array>
#include <cassert>
#include <mutex>
#include <thread>

static std::array<std::mutex, 3> forks;
static std::array<int, 3> uses{};

static void dine(std::size_t seat) {
    const std::size_t next = (seat + 1) % 3;
    const std::size_t low = std::min(seat, next);
    const std::size_t high = std::max(seat, next);
    const std::lock_guard<std::mutex> first(forks[low]);
    const std::lock_guard<std::mutex> second(forks[high]);
    ++uses[low];
    ++uses[high];
}

int main() {
    std::thread zero(dine, 0);
    std::thread one(dine, 1);
    std::thread two(dine, 2);
    zero.join();
    one.join();
    two.join();
    assert(uses[0] == 2 && uses[1] == 2 && uses[2] == 2);
}
