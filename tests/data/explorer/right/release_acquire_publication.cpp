// A writer publishes a record with a release store, and a reader that sees the flag reads it.
#include <atomic>
#include <cassert>
#include <thread>

struct Record {
    int length = 0;
    int width = 0;
};

static Record record;
static std::atomic<bool> is_published{false};

int main() {
    int area = 0;
    std::thread writer([] {
        record.length = 6;
        record.width = 7;
        is_published.store(true, std::memory_order_release);
    });
    std::thread reader([&area] {
        if (is_published.load(std::memory_order_acquire)) {
            area = record.length * record.width;
        }
    });
    writer.join();
    reader.join();
    assert(area == 0 || area == 42);
}
