// Three philosophers each take the left fork first, so all may hold one and wait for the other.
// finds: deadlock
#include <array>
#include <mutex>
#include <thread>

static std::array<std::mutex, 3> forks;
static std::array<int, 3> meals{};

static void dine(std::size_t seat) {
    const std::lock_guard<std::mutex> left(forks[seat]);
    const std::lock_guard<std::mutex> right(forks[(seat + 1) % 3]); // HERE
    ++meals[seat];
}

int main() {
    std::thread one(dine, 0);
    std::thread two(dine, 1);
    std::thread three(dine, 2);
    one.join();
    two.join();
    three.join();
    return meals[0] + meals[1] + meals[2] == 3 ? 0 : 1;
}
