// A ticket lock serves threads in the order in which they drew their tickets, and yields meanwhile.
#include <atomic>
#include <cassert>
#include <thread>
#include <vector>

static std::atomic<int> next_ticket{0};
static std::atomic<int> now_served{0};
static std::vector<int> served;

static void go_shopping() {
    for (int i = 0; i < 2; ++i) {
        const int mine = next_ticket.fetch_add(1, std::memory_order_relaxed);
        while (now_served.load(std::memory_order_acquire) != mine) {
            std::this_thread::yield();
        }
        served.push_back(mine);
        now_served.store(mine + 1, std::memory_order_release);
    }
}

int main() {
    std::thread one(go_shopping);
    std::thread two(go_shopping);
    one.join();
    two.join();
    assert((served == std::vector<int>{0, 1, 2, 3}));
}
