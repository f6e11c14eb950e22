// Two threads work in rounds, and the barrier between the rounds adds up what they did.
#include <array>
#include <barrier>
#include <cassert>
#include <thread>

static std::array<int, 2> parts{};
static int total = 0;

static void add_up() noexcept {
    total += parts[0] + parts[1];
}

static std::barrier<void (*)() noexcept> round_ends(2, add_up);

static void work(std::size_t place) {
    for (int round = 1; round <= 2; ++round) {
        parts[place] = round;
        round_ends.arrive_and_wait();
    }
}

int main() {
    std::thread one(work, 0);
    std::thread two(work, 1);
    one.join();
    two.join();
    assert(total == 6);
}
