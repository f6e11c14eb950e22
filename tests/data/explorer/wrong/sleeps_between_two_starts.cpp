// Main sleeps between the starts of two threads, so that the first has queued up before the second.
// finds: sleep-as-sync
#include <atomic>
#include <cassert>
#include <chrono>
#include <thread>

static std::atomic<int> next_place{1};

int main() {
    int early_place = 0;
    int late_place = 0;
    std::thread early([&early_place] { early_place = next_place.fetch_add(1); });
    std::this_thread::sleep_for(std::chrono::milliseconds(50)); // HERE
    std::thread late([&late_place] { late_place = next_place.fetch_add(1); });
    early.join();
    late.join();
    assert(early_place < late_place);
}
