// finds: wrong-result
// A bug of depth 4: the five exchanges have to come in turn, which takes three preemptions.
#include <atomic>
#include <cassert>
#include <thread>

std::atomic<int> turn{0};
std::atomic<int> mine{0};
std::atomic<int> yours{0};

// Takes its turn if it is there, among much that concerns nobody else.
void try_turn(int number, std::atomic<int>& own) {
    for (int i = 0; i < 10; ++i) {
        ++own;
    }
    turn.compare_exchange_strong(number, number + 1);
}

int main() {
    std::thread one([] {
        try_turn(0, mine);
        try_turn(2, mine);
        try_turn(4, mine);
    });
    std::thread two([] {
        try_turn(1, yours);
        try_turn(3, yours);
    });
    one.join();
    two.join();
    assert(turn < 5);
}
