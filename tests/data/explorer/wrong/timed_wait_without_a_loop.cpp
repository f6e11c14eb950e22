// A thread waits for an hour at most and takes the end of its wait for the news that it waits for.
// finds: wait-without-loop
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable arrived;
static bool is_here = false;

int main() {
    std::thread guest([] {
        std::scoped_lock lock(mutex);
        is_here = true;
        arrived.notify_one();
    });
    {
        std::unique_lock lock(mutex);
        if (!is_here && arrived.wait_for(lock, std::chrono::hours(1)) == std::cv_status::no_timeout) { // HERE
            assert(is_here);
        }
    }
    guest.join();
    return 0;
}
