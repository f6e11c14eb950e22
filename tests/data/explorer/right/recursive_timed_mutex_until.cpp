// A thread locks a recursive timed mutex up to a point in time, and once more while it holds it.
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>

static std::recursive_timed_mutex mutex;
static int depth = 0;
static int most = 0;

static bool enter_twice() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
    const std::unique_lock outer(mutex, until);
    if (!outer.owns_lock()) {
        return false;
    }
    ++depth;
    {
        const std::lock_guard<std::recursive_timed_mutex> inner(mutex);
        ++depth;
        most = depth > most ? depth : most;
        --depth;
    }
    --depth;
    return true;
}

int main() {
    bool has_first = false;
    bool has_second = false;
    std::thread one([&has_first] { has_first = enter_twice(); });
    std::thread two([&has_second] { has_second = enter_twice(); });
    one.join();
    two.join();
    assert(depth == 0);
    assert(most == (has_first || has_second ? 2 : 0));
}
