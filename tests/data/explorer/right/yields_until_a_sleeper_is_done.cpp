// Main gives way until a thread that sleeps first has stored its result.
#include <atomic>
#include <cassert>
#include <chrono>
#include <thread>

static std::atomic<bool> is_stored{false};
static int result = 0;

int main() {
    std::thread sleeper([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        result = 7;
        is_stored = true;
    });
    while (!is_stored)
        std::this_thread::yield();
    assert(result == 7);
    sleeper.join();
}
