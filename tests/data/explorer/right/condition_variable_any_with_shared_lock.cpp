// Two readers wait with shared locks on a condition_variable_any for the writer's first record.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

static std::shared_mutex mutex;
static std::condition_variable_any changed;
static int record = 0;

static void read(int& seen) {
    std::shared_lock lock(mutex);
    changed.wait(lock, [] { return record != 0; });
    seen = record;
}

int main() {
    int seen_here = 0;
    int seen_there = 0;
    std::thread here([&seen_here] { read(seen_here); });
    std::thread there([&seen_there] { read(seen_there); });
    std::thread writer([] {
        const std::unique_lock lock(mutex);
        record = 5;
        changed.notify_all();
    });
    here.join();
    there.join();
    writer.join();
    assert(seen_here == 5 && seen_there == 5);
}
