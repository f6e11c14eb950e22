// Main gives way until a thread has slept for a moment four hundred times.
#include <atomic>
#include <chrono>
#include <thread>

static std::atomic<bool> is_done{false};

int main() {
    std::thread sleeper([] {
        for (int i = 0; i < 400; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        is_done = true;
    });
    while (!is_done)
        std::this_thread::yield();
    sleeper.join();
}
