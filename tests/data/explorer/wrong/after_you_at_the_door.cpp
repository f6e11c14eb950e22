// Whoever has the turn at the door gives it to the other if he waits too, and neither ever enters.
// finds: livelock
#include <atomic>
#include <thread>

static std::atomic<bool> waits[2] = {false, false};
static std::atomic<int> turn{0};
static std::atomic<int> inside{0};

static void enter(int me) {
    const int other = 1 - me;
    waits[me].store(true);
    while (true) {                      // HERE
        if (turn.load() == me) {        // HERE
            if (!waits[other].load()) { // HERE
                break;
            }
            turn.store(other); // HERE
        }
        std::this_thread::yield(); // HERE
    }
    inside.fetch_add(1);
    waits[me].store(false);
    turn.store(other);
}

int main() {
    std::thread zero(enter, 0);
    std::thread one(enter, 1);
    zero.join();
    one.join();
    return inside.load() == 2 ? 0 : 1;
}
