// The notification always comes too early, which does no harm because the flag remembers it.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static int tickets = 0;

static void take_ticket() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [] { return tickets > 0; });
    --tickets;
}

int main() {
    {
        const std::scoped_lock lock(mutex);
        tickets = 2;
    }
    changed.notify_one();
    std::thread one(take_ticket);
    std::thread two(take_ticket);
    one.join();
    two.join();
    assert(tickets == 0);
}
