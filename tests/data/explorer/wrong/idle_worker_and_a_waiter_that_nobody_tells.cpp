// finds: missing-notify
// A worker waits for work, as it should. What is wrong is that nobody tells the other thread, which
// waits for the work's end.
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable work;
static std::condition_variable idle;
static int tasks = 1;
static bool closed = false;

static void run() {
    std::unique_lock lock(mutex);
    while (true) {
        work.wait(lock, [] { return closed || tasks > 0; });
        if (closed) {
            return;
        }
        --tasks; // and whoever waits for this is not told
    }
}

static void wait_until_idle() {
    std::unique_lock lock(mutex);
    while (tasks > 0) {
        idle.wait(lock); // HERE
    }
}

int main() {
    std::thread worker(run);
    std::thread waiter(wait_until_idle);
    waiter.join();
    {
        const std::scoped_lock lock(mutex);
        closed = true;
    }
    work.notify_all();
    worker.join();
}
