// finds: deadlock
#include <mutex>
#include <thread>

std::mutex one;
std::mutex two;

int main() {
    std::thread thread([] {
        const std::lock_guard first(one);
        const std::lock_guard second(two);
    });
    {
        const std::lock_guard first(two);
        const std::lock_guard second(one);
    }
    thread.join();
}
