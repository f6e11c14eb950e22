// Main waits a while for a future, does something else if it is late, and then waits in earnest.
#include <cassert>
#include <chrono>
#include <future>
#include <thread>

int main() {
    std::future<int> slow = std::async(std::launch::async, [] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return 6;
    });
    int other_work = 0;
    if (slow.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready) {
        ++other_work;
    }
    assert(slow.get() == 6);
    assert(other_work <= 1);
}
