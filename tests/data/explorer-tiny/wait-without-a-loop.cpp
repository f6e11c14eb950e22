// finds: wait-without-loop
// The wait ends for no reason.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex mutex;
std::condition_variable ready;
bool set = false;

int main() {
    std::thread setter([] {
        const std::lock_guard guard(mutex);
        set = true;
        ready.notify_one();
    });
    {
        std::unique_lock lock(mutex);
        if (!set) {
            ready.wait(lock);
        }
        assert(set);
    }
    setter.join();
}
