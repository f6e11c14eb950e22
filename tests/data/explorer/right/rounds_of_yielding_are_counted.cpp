// Main gives way until a flag is set, and counts how often.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<bool> is_set{false};
static std::atomic<long> rounds{0};

int main() {
    std::thread setter([] { is_set = true; });
    while (!is_set) {
        ++rounds;
        std::this_thread::yield();
    }
    setter.join();
    assert(rounds >= 0);
}
