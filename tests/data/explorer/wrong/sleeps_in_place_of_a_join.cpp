// Main detaches its worker and sleeps for a while, where it should wait until the work is done.
// finds: sleep-as-sync
#include <atomic>
#include <cassert>
#include <chrono>
#include <thread>

static std::atomic<int> lines{0};

int main() {
    std::thread([] {
        for (int i = 0; i < 3; ++i) {
            lines.fetch_add(1);
        }
    }).detach();
    std::this_thread::sleep_for(std::chrono::milliseconds(200)); // HERE
    assert(lines.load() == 3);
}
