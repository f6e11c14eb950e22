// Two workers take tasks from one queue until it is empty and the pool is closed.
#include <atomic>
#include <cassert>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static std::queue<std::function<void()>> tasks;
static bool is_closed = false;

static void work() {
    while (true) {
        std::function<void()> task;
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [] { return !tasks.empty() || is_closed; });
            if (tasks.empty()) {
                return;
            }
            task = std::move(tasks.front());
            tasks.pop();
        }
        task();
    }
}

int main() {
    std::atomic<int> sum{0};
    std::thread one(work);
    std::thread two(work);
    for (int i = 1; i <= 3; ++i) {
        const std::scoped_lock lock(mutex);
        tasks.push([&sum, i] { sum.fetch_add(i); });
        changed.notify_one();
    }
    {
        const std::scoped_lock lock(mutex);
        is_closed = true;
    }
    changed.notify_all();
    one.join();
    two.join();
    assert(sum.load() == 6);
}
