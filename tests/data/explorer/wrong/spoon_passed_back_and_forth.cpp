// Two who share one spoon are so polite that each passes it on as long as the other is hungry.
// finds: livelock
#include <mutex>
#include <thread>

static std::mutex table;
static int owner = 0;
static bool hungry[2] = {true, true};

static void eat(int me) {
    const int other = 1 - me;
    while (true) {                           // HERE
        const std::lock_guard guard(table);  // HERE
        if (owner == me && !hungry[other]) { // HERE
            break;
        }
        if (owner == me) { // HERE
            owner = other; // HERE
        }
        std::this_thread::yield(); // HERE
    } // HERE
    const std::lock_guard guard(table);
    hungry[me] = false;
    owner = other;
}

int main() {
    std::thread one(eat, 0);
    std::thread two(eat, 1);
    one.join();
    two.join();
}
