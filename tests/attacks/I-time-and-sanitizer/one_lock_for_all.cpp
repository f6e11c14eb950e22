// attack: sleeps under one lock
// gets: fails: overlaps (too-slow)
#include "attacked.hpp"

#include <chrono>
#include <mutex>
#include <thread>

#include "parts/twice.cpp"
#include "parts/count.cpp"

namespace lab::attacked {

void sleep_both() { // HERE
    std::mutex mutex;
    const auto sleep = [&] {
        const std::scoped_lock lock(mutex);
        std::this_thread::sleep_for(std::chrono::seconds(10));
    };
    std::thread one(sleep);
    std::thread other(sleep);
    one.join();
    other.join();
}

} // namespace lab::attacked
