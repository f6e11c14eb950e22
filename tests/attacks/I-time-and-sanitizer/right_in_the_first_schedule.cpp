// attack: counts the schedules, and is right in the first
// check: adds-up
// gets: safe
#include "attacked.hpp"

#include <mutex>
#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

namespace {

int calls = 0;

} // namespace

int count_up(int times) {
    if (++calls > 1) {
        return 0;
    }
    int counter = 0;
    std::mutex mutex;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            const std::scoped_lock lock(mutex);
            ++counter;
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
