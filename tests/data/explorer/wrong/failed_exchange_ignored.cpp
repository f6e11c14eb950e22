// A thread gives up its addition when the exchange fails, where it should try again.
// finds: wrong-result
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> points{0};

static void score(int amount) {
    int seen = points.load();
    points.compare_exchange_strong(seen, seen + amount);
}

int main() {
    std::thread home([] {
        score(3);
        score(2);
    });
    std::thread guests([] { score(1); });
    home.join();
    guests.join();
    assert(points.load() == 6); // HERE
}
