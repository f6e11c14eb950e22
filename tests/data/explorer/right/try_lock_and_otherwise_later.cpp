// A thread does its own work if the lock is taken, and then waits for the lock in earnest.
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int shared_work = 0;

static void work(int& own_work) {
    std::unique_lock lock(mutex, std::try_to_lock);
    if (!lock.owns_lock()) {
        ++own_work;
        lock.lock();
    }
    ++shared_work;
}

int main() {
    int own_one = 0;
    int own_two = 0;
    std::thread one([&own_one] { work(own_one); });
    std::thread two([&own_two] { work(own_two); });
    one.join();
    two.join();
    assert(shared_work == 2);
    assert(own_one <= 1 && own_two <= 1);
}
