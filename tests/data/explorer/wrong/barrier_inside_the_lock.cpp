// One thread waits at the barrier with the lock in its hands, the other needs it to get there.
// finds: deadlock
#include <barrier>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::barrier<> both(2);
static int prepared = 0;

int main() {
    std::thread hasty([] {
        const std::scoped_lock lock(mutex);
        ++prepared;
        both.arrive_and_wait(); // HERE
    });
    std::thread slow([] {
        {
            const std::scoped_lock lock(mutex); // HERE
            ++prepared;
        }
        both.arrive_and_wait();
    });
    hasty.join();
    slow.join();
    return prepared == 2 ? 0 : 1;
}
