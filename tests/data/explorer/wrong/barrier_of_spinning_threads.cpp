// A home-made barrier counts arrivals in an atomic and spins until all three have come.
// finds: busy-wait
#include <atomic>
#include <thread>

static std::atomic<int> arrived{0};
static std::atomic<int> started{0};

static void work() {
    arrived.fetch_add(1);
    while (true) {                 // HERE
        if (arrived.load() == 3) { // HERE
            break;
        }
    }
    started.fetch_add(1);
}

int main() {
    std::thread one(work);
    std::thread two(work);
    std::thread three(work);
    one.join();
    two.join();
    three.join();
    return started.load() == 3 ? 0 : 1;
}
