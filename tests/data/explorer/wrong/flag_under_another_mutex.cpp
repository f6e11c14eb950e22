// The flag has a mutex of its own, so it may change while the waiter is about to sleep.
// finds: lost-wakeup
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex flag_mutex;
static std::mutex wait_mutex;
static std::condition_variable changed;
static bool flag = false;

static bool is_set() {
    const std::scoped_lock lock(flag_mutex);
    return flag;
}

int main() {
    std::thread waiter([] {
        std::unique_lock lock(wait_mutex);
        while (!is_set()) {
            changed.wait(lock); // HERE
        }
    });
    std::thread setter([] {
        {
            const std::scoped_lock lock(flag_mutex);
            flag = true;
        }
        changed.notify_all();
    });
    waiter.join();
    setter.join();
}
