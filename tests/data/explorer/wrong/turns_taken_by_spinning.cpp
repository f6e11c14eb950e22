// Two players move in turn, and each spins on the turn until the other one has moved.
// finds: busy-wait
#include <atomic>
#include <thread>

static std::atomic<int> turn{0};
static int moves = 0;

static void play(int me) {
    for (int i = 0; i < 2; ++i) {
        while (turn.load() != me) { // HERE
        }
        ++moves;
        turn.store(1 - me);
    }
}

int main() {
    std::thread white(play, 0);
    std::thread black(play, 1);
    white.join();
    black.join();
    return moves == 4 ? 0 : 1;
}
