// Hours and minutes are two atomics, and a reader may see the one new and the other old.
// finds: wrong-result
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> hours{9};
static std::atomic<int> minutes{59};

int main() {
    int seen = 0;
    std::thread clock([] {
        hours.store(10);
        minutes.store(0);
    });
    std::thread reader([&seen] {
        const int shown_hours = hours.load();
        const int shown_minutes = minutes.load();
        seen = 60 * shown_hours + shown_minutes;
    });
    clock.join();
    reader.join();
    assert(seen == 599 || seen == 600); // HERE
}
