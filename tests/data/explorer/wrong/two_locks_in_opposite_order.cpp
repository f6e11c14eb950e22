// Two threads take the same two mutexes, one of them in the opposite order.
// finds: deadlock
#include <mutex>
#include <thread>

static std::mutex kitchen;
static std::mutex bathroom;
static int cleaned = 0;

int main() {
    std::thread cook([] {
        const std::lock_guard<std::mutex> first(kitchen);
        const std::lock_guard<std::mutex> second(bathroom); // HERE
        ++cleaned;
    });
    std::thread plumber([] {
        const std::lock_guard<std::mutex> first(bathroom);
        const std::lock_guard<std::mutex> second(kitchen); // HERE
        ++cleaned;
    });
    cook.join();
    plumber.join();
    return cleaned == 2 ? 0 : 1;
}
