// Two runners wait for one notify_all, which wakes only those who already wait.
// finds: lost-wakeup
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable shot;
static int running = 0;

static void run() {
    std::unique_lock lock(mutex);
    shot.wait(lock); // HERE
    ++running;
}

int main() {
    std::thread one(run);
    std::thread two(run);
    {
        const std::scoped_lock lock(mutex);
        shot.notify_all();
    }
    one.join();
    two.join();
    return running == 2 ? 0 : 1;
}
