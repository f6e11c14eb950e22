// Two threads sleep, as if they worked, and then take two locks in opposite orders.
// finds: deadlock
#include <chrono>
#include <mutex>
#include <thread>

static std::mutex left;
static std::mutex right;
static int count = 0;

static void work() {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

int main() {
    std::thread one([] {
        work();
        const std::lock_guard first(left);
        const std::lock_guard second(right); // HERE
        ++count;
    });
    std::thread other([] {
        work();
        const std::lock_guard first(right);
        const std::lock_guard second(left); // HERE
        ++count;
    });
    one.join();
    other.join();
}
