// A thread does a little work every few milliseconds. It waits for nobody.
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int done = 0;

int main() {
    constexpr int pieces = 30;
    std::thread worker([] {
        for (int i = 0; i < pieces; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(4));
            const std::lock_guard lock(mutex);
            ++done;
        }
    });
    worker.join();
    assert(done == pieces);
}
