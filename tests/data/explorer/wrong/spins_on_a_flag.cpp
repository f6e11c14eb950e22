// A thread asks an atomic flag again and again, without a pause, until another has done its work.
// finds: busy-wait
#include <atomic>
#include <chrono>
#include <thread>

static std::atomic<bool> is_ready{false};

int main() {
    int result = 0;
    std::thread worker([&result] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        result = 5;
        is_ready.store(true);
    });
    int seen = 0;
    std::thread reader([&] {
        while (!is_ready.load()) { // HERE
        }
        seen = result;
    });
    worker.join();
    reader.join();
    return seen == 5 ? 0 : 1;
}
