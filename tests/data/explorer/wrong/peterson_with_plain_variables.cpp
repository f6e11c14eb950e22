// Peterson's algorithm keeps two threads apart, but its own variables are not atomic.
// finds: data-race
#include <thread>

static bool wants[2] = {false, false};
static int turn = 0;
static int counter = 0;

static void enter_twice(int me) {
    const int other = 1 - me;
    for (int i = 0; i < 2; ++i) {
        wants[me] = true;                       // HERE
        turn = other;                           // HERE
        while (wants[other] && turn == other) { // HERE
            std::this_thread::yield();
        }
        ++counter;         // HERE
        wants[me] = false; // HERE
    }
}

int main() {
    std::thread zero(enter_twice, 0);
    std::thread one(enter_twice, 1);
    zero.join();
    one.join();
    return counter > 4 ? 1 : 0;
}
