// A reader sleeps on an atomic pointer until a writer has put the address of a record in it.
#include <atomic>
#include <cassert>
#include <memory>
#include <thread>

struct Record {
    int size = 0;
};

static std::atomic<const Record*> current{nullptr};

int main() {
    const auto record = std::make_unique<Record>();
    int seen = 0;
    std::thread reader([&seen] {
        current.wait(nullptr, std::memory_order_acquire);
        seen = current.load(std::memory_order_acquire)->size;
    });
    std::thread writer([&record] {
        record->size = 12;
        current.store(record.get(), std::memory_order_release);
        current.notify_one();
    });
    reader.join();
    writer.join();
    assert(seen == 12);
}
