// classes: 2
// The reader comes before the writer, or behind it and then reads what was published.
#include <atomic>
#include <thread>

int data = 0;
std::atomic<bool> ready{false};

int main() {
    std::thread writer([] {
        data = 42;
        ready.store(true, std::memory_order_release);
    });
    int seen = 42;
    std::thread reader([&] {
        if (ready.load(std::memory_order_acquire)) {
            seen = data;
        }
    });
    writer.join();
    reader.join();
    return seen == 42 ? 0 : 1;
}
