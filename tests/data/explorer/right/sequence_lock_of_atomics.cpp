// A reader copies two atomics again if the sequence number shows that a writer was at work.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> sequence{0};
static std::atomic<int> hours{9};
static std::atomic<int> minutes{59};

static int read_clock() {
    while (true) {
        const int before = sequence.load();
        const int seen = 60 * hours.load() + minutes.load();
        if (before % 2 == 0 && sequence.load() == before) {
            return seen;
        }
        std::this_thread::yield();
    }
}

int main() {
    int seen = 0;
    std::thread clock([] {
        sequence.fetch_add(1);
        hours.store(10);
        minutes.store(0);
        sequence.fetch_add(1);
    });
    std::thread reader([&seen] { seen = read_clock(); });
    clock.join();
    reader.join();
    assert(seen == 599 || seen == 600);
}
