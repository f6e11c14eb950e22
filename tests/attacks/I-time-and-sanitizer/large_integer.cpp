// attack: counts without a lock in an integer of 24 bytes
// gets: rejected
// message: an unusual size
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    unsigned _BitInt(192) counter = 0;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            ++counter; // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return static_cast<int>(counter);
}

} // namespace lab::attacked
