// Free slots form a list of indices; a slot that goes and comes back deceives the exchange.
// finds: wrong-result
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> head{0};
static std::atomic<int> next_slot[3] = {1, 2, -1};

static int take() {
    int first = head.load();
    while (!head.compare_exchange_strong(first, next_slot[first].load())) {
    }
    return first;
}

static void give_back(int slot) {
    int first = head.load();
    do {
        next_slot[slot].store(first);
    } while (!head.compare_exchange_strong(first, slot));
}

int main() {
    int mine = -1;
    int kept = -1;
    std::thread one([&mine] { mine = take(); });
    std::thread two([&kept] {
        const int lent = take();
        kept = take();
        give_back(lent);
    });
    one.join();
    two.join();
    const int third = take();
    assert(mine != kept && third != kept && third != mine); // HERE
}
