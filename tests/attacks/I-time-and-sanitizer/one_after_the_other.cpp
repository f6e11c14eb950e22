// attack: does one thing after the other
// gets: fails: overlaps (too-slow)
#include "attacked.hpp"

#include <chrono>
#include <mutex>
#include <thread>

#include "parts/twice.cpp"
#include "parts/count.cpp"

namespace lab::attacked {

void sleep_both() { // HERE
    std::this_thread::sleep_for(std::chrono::seconds(10));
    std::this_thread::sleep_for(std::chrono::seconds(10));
}

} // namespace lab::attacked
