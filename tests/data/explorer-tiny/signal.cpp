// classes: 4
// Either the setter's critical section is first, and nobody waits. Or the wait is, and then it ends
// by the signal; or for no reason, and the mutex is taken again before the setter's critical
// section, so that the second wait ends by the signal, or behind it.
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex mutex;
std::condition_variable ready;
bool set = false;

int main() {
    std::thread setter([] {
        {
            const std::lock_guard guard(mutex);
            set = true;
        }
        ready.notify_one();
    });
    {
        std::unique_lock lock(mutex);
        ready.wait(lock, [] { return set; });
    }
    setter.join();
}
