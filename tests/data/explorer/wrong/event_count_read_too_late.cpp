// A thread looks at the flag, then reads the event count and waits for the next event after that.
// finds: lost-wakeup
#include <atomic>
#include <thread>

static std::atomic<bool> is_stopped{false};
static std::atomic<int> events{0};

int main() {
    std::thread listener([] {
        while (!is_stopped.load()) {
            const int last = events.load();
            events.wait(last); // HERE
        }
    });
    std::thread stopper([] {
        is_stopped.store(true);
        events.fetch_add(1);
        events.notify_all();
    });
    listener.join();
    stopper.join();
}
