// The consumer acquires three times, but the producer releases only twice.
// finds: missing-notify
#include <semaphore>
#include <thread>

static std::counting_semaphore<4> items{0};

int main() {
    int taken = 0;
    std::thread producer([] {
        for (int i = 0; i < 2; ++i) {
            items.release();
        }
    });
    std::thread consumer([&taken] {
        for (int i = 0; i < 3; ++i) {
            items.acquire(); // HERE
            ++taken;
        }
    });
    producer.join();
    consumer.join();
    return taken == 3 ? 0 : 1;
}
