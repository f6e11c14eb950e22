// Each thread takes back its wish to enter when the other has one as well, both at the same pace.
// finds: livelock
#include <atomic>
#include <thread>

static std::atomic<bool> wants[2] = {false, false};
static int entered = 0;

static void enter(int me) {
    const int other = 1 - me;
    wants[me].store(true);
    while (wants[other].load()) {  // HERE
        wants[me].store(false);    // HERE
        std::this_thread::yield(); // HERE
        wants[me].store(true);     // HERE
    }
    ++entered;
    wants[me].store(false);
}

int main() {
    std::thread zero(enter, 0);
    std::thread one(enter, 1);
    zero.join();
    one.join();
    return entered == 2 ? 0 : 1;
}
