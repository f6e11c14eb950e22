// A thread keeps its first lock while it tries again and again to lock the second, whose owner waits for the first.
// finds: livelock
#include <mutex>
#include <thread>

static std::mutex salt;
static std::mutex pepper;

int main() {
    std::thread cook([] {
        const std::scoped_lock first(salt); // HERE
        while (!pepper.try_lock())          // HERE
            std::this_thread::yield();      // HERE
        pepper.unlock();
    });
    std::thread guest([] {
        const std::scoped_lock first(pepper);
        const std::scoped_lock second(salt); // HERE
    });
    cook.join();
    guest.join();
}
