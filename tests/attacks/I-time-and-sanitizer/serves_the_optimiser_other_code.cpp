// attack: locks only where nothing is optimised
// gets: fails: adds-up (data-race), race (data-race)
#include "attacked.hpp"

#include <mutex>
#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    std::mutex mutex;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
#ifndef __OPTIMIZE__
            const std::scoped_lock lock(mutex);
#endif
            ++counter; // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
