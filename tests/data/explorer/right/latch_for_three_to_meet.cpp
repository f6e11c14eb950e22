// Three threads write, meet at a latch, and then each reads what its neighbour has written.
#include <array>
#include <cassert>
#include <latch>
#include <thread>

static std::latch meeting(3);
static std::array<int, 3> written{};
static std::array<int, 3> seen{};

static void meet(std::size_t me) {
    written[me] = static_cast<int>(me) + 1;
    meeting.arrive_and_wait();
    seen[me] = written[(me + 1) % 3];
}

int main() {
    std::thread zero(meet, 0);
    std::thread one(meet, 1);
    std::thread two(meet, 2);
    zero.join();
    one.join();
    two.join();
    assert(seen[0] == 2 && seen[1] == 3 && seen[2] == 1);
}
