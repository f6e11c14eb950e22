// Two threads sleep on an atomic bool, and notify_all wakes both.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<bool> is_open{false};
static std::atomic<int> entered{0};

static void enter() {
    is_open.wait(false);
    entered.fetch_add(1);
}

int main() {
    std::thread one(enter);
    std::thread two(enter);
    is_open.store(true);
    is_open.notify_all();
    one.join();
    two.join();
    assert(entered.load() == 2);
}
