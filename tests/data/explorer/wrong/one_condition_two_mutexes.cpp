// Two threads wait on one condition variable, each with a mutex of its own.
// finds: misuse
#include <condition_variable>
#include <mutex>
#include <thread>

static std::condition_variable changed;
static std::mutex mutex_of_a;
static std::mutex mutex_of_b;
static bool is_open_for_a = false;
static bool is_open_for_b = false;

int main() {
    std::thread a([] {
        std::unique_lock lock(mutex_of_a);
        changed.wait(lock, [] { return is_open_for_a; }); // HERE
    });
    std::thread b([] {
        std::unique_lock lock(mutex_of_b);
        changed.wait(lock, [] { return is_open_for_b; }); // HERE
    });
    {
        const std::lock_guard lock(mutex_of_a);
        is_open_for_a = true;
    }
    changed.notify_all();
    {
        const std::lock_guard lock(mutex_of_b);
        is_open_for_b = true;
    }
    changed.notify_all();
    a.join();
    b.join();
}
