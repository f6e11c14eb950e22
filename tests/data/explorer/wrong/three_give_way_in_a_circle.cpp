// Whoever has the turn passes it to the next as long as that one waits, too: all three always do.
// finds: livelock
#include <atomic>
#include <thread>

static std::atomic<bool> waits[3] = {false, false, false};
static std::atomic<int> turn{0};

static void enter(int me) {
    const int next = (me + 1) % 3;
    waits[me].store(true);
    while (true) {                     // HERE
        int who = turn.load();         // HERE
        if (who == me) {               // HERE
            if (!waits[next].load()) { // HERE
                break;
            }
            turn.store(next);                      // HERE
        } else if (!waits[who].load()) {           // HERE
            turn.compare_exchange_strong(who, me); // HERE
        }
        std::this_thread::yield(); // HERE
    }
    waits[me].store(false);
}

int main() {
    std::thread zero(enter, 0);
    std::thread one(enter, 1);
    std::thread two(enter, 2);
    zero.join();
    one.join();
    two.join();
}
