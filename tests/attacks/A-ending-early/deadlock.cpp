// attack: two threads wait for each other
// check: adds-up
// gets: fails: adds-up (deadlock)
#include "attacked.hpp"

#include <mutex>
#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    std::mutex first;
    std::mutex second;
    std::thread one([&] {
        const std::lock_guard outer(first);
        const std::lock_guard inner(second);
    });
    std::thread other([&] {
        const std::lock_guard outer(second);
        const std::lock_guard inner(first);
    });
    one.join();
    other.join();
    return 2 * times;
}

} // namespace lab::attacked
