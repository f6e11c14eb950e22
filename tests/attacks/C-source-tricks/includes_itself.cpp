// attack: includes itself by another name, and says there what must not be said
// check: answer
// gets: rejected
#if __INCLUDE_LEVEL__ == 0
#include "./attacked.cpp"
#else
#include "attacked.hpp"

#include <thread>

namespace lab::attacked {

int twice(int number) {
    return 2 * number;
}

__attribute__((no_sanitize("thread"))) void add(int& counter, int times) { // HERE
    for (int i = 0; i < times; ++i) {
        ++counter;
    }
}

int count_up(int times) {
    int counter = 0;
    std::thread one([&] { add(counter, times); });
    std::thread other([&] { add(counter, times); });
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked

#include "parts/sleep.cpp"
#endif
