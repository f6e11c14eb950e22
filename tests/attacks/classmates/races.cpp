// attack: none
// gets: fails: adds-up (data-race), race (data-race)
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

#include <thread>

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
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
