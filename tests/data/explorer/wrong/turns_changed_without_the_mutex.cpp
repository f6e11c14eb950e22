// Two players change the turn without the mutex and may notify before the other one sleeps.
// finds: lost-wakeup
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static std::atomic<int> turn{0};

static void play(int me) {
    for (int i = 0; i < 2; ++i) {
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [me] { return turn.load() == me; }); // HERE
        }
        turn.store(1 - me);
        changed.notify_all();
    }
}

int main() {
    std::thread white(play, 0);
    std::thread black(play, 1);
    white.join();
    black.join();
}
