// A thread sleeps a millisecond and looks again, until work that takes two seconds is done.
// finds: polling
#include <atomic>
#include <chrono>
#include <thread>

static std::atomic<bool> is_done{false};

int main() {
    std::thread worker([] {
        std::this_thread::sleep_for(std::chrono::seconds(2));
        is_done.store(true);
    });
    std::thread watcher([] {
        while (!is_done.load()) {                                      // HERE
            std::this_thread::sleep_for(std::chrono::milliseconds(1)); // HERE
        }
    });
    worker.join();
    watcher.join();
}
