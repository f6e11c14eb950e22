// attack: has nothing watched at all
// gets: rejected
#include "attacked.hpp"

#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

namespace {

__attribute__((disable_sanitizer_instrumentation)) // HERE
void add(int& counter, int times) {
    for (int i = 0; i < times; ++i) {
        ++counter;
    }
}

} // namespace

int count_up(int times) {
    int counter = 0;
    std::thread one([&] { add(counter, times); });
    std::thread other([&] { add(counter, times); });
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
