// Three threads share a barrier; one of them leaves it after the first round.
#include <array>
#include <barrier>
#include <cassert>
#include <thread>

static std::barrier<> meeting(3);
static std::array<int, 3> rounds{};

static void stay(std::size_t me) {
    ++rounds[me];
    meeting.arrive_and_wait();
    ++rounds[me];
    meeting.arrive_and_wait();
}

static void leave(std::size_t me) {
    ++rounds[me];
    meeting.arrive_and_drop();
}

int main() {
    std::thread zero(stay, 0);
    std::thread one(stay, 1);
    std::thread two(leave, 2);
    zero.join();
    one.join();
    two.join();
    assert(rounds[0] == 2 && rounds[1] == 2 && rounds[2] == 1);
}
