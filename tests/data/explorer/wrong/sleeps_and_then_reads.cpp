// The reader sleeps for 100 ms and takes for granted that the writer is done by then.
// finds: sleep-as-sync
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int result = 0;

int main() {
    int seen = 0;
    std::thread writer([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        const std::scoped_lock lock(mutex);
        result = 42;
    });
    std::thread reader([&seen] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100)); // HERE
        const std::scoped_lock lock(mutex);
        seen = result;
    });
    writer.join();
    reader.join();
    assert(seen == 42);
}
