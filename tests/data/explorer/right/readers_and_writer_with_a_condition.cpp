// Readers and a writer keep each other out with two counts, a mutex and a condition.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::condition_variable changed;
static int readers = 0;
static bool is_written = false;
static int record = 0;

static void read(int& seen) {
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [] { return !is_written; });
        ++readers;
    }
    seen = record;
    const std::scoped_lock lock(mutex);
    --readers;
    changed.notify_all();
}

static void write(int value) {
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [] { return !is_written && readers == 0; });
        is_written = true;
    }
    record = value;
    const std::scoped_lock lock(mutex);
    is_written = false;
    changed.notify_all();
}

int main() {
    int seen_one = 0;
    int seen_two = 0;
    std::thread one([&seen_one] { read(seen_one); });
    std::thread two([&seen_two] { read(seen_two); });
    write(6);
    one.join();
    two.join();
    assert(record == 6 && seen_one % 6 == 0 && seen_two % 6 == 0);
}
