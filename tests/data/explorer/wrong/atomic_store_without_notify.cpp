// A thread waits for an atomic to change; it does change, but no notify follows the store.
// finds: missing-notify
#include <atomic>
#include <thread>

static std::atomic<int> state{0};

int main() {
    int seen = 0;
    std::thread waiter([&seen] {
        state.wait(0); // HERE
        seen = state.load();
    });
    std::thread setter([] { state.store(1); });
    waiter.join();
    setter.join();
    return seen == 1 ? 0 : 1;
}
