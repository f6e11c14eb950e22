// A function promises not to throw, but a helper of it does if the count is used up.
// finds: terminate
#include <atomic>
#include <stdexcept>
#include <thread>

static std::atomic<int> tickets{2};

static void check(int left) {
    if (left < 0) {
        throw std::out_of_range("no tickets"); // HERE
    }
}

static void sell() noexcept {        // HERE
    check(tickets.fetch_sub(1) - 1); // HERE
}

int main() {
    std::thread counter(sell);
    std::thread machine([] {
        try {
            sell();
            sell();
        } catch (const std::out_of_range&) {
            tickets.store(0);
        }
    });
    counter.join();
    machine.join();
}
