// attack: has escapes in the expression that the steps name
// check: adds-up
// gets: fails: adds-up (data-race)
#include "attacked.hpp"

#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    int counters[100] = {};
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            ++counters["[2J‮"[0]]; // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counters[27];
}

} // namespace lab::attacked
