// A thread sleeps on an atomic int until another one has stored a new value and notified.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> round_number{0};
static int prepared = 0;

int main() {
    int seen = 0;
    std::thread player([&seen] {
        round_number.wait(0);
        seen = prepared;
    });
    std::thread referee([] {
        prepared = 8;
        round_number.store(1);
        round_number.notify_one();
    });
    player.join();
    referee.join();
    assert(seen == 8);
}
