// attack: has escapes in the very line that the report shows
// check: adds-up
// gets: fails: adds-up (data-race)
#include "attacked.hpp"

#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            ++counter; /* [2J ]0;owned ‮  */ // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
