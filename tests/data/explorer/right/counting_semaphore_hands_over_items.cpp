// A producer fills a small array and releases a semaphore once for each item, the consumer follows.
#include <array>
#include <cassert>
#include <semaphore>
#include <thread>

static std::counting_semaphore<4> filled{0};
static std::array<int, 3> items{};

int main() {
    int sum = 0;
    std::thread producer([] {
        for (std::size_t i = 0; i < items.size(); ++i) {
            items[i] = static_cast<int>(i) + 1;
            filled.release();
        }
    });
    std::thread consumer([&sum] {
        for (const int& item : items) {
            filled.acquire();
            sum += item;
        }
    });
    producer.join();
    consumer.join();
    assert(sum == 6);
}
