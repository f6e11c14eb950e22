// attack: counts without a lock in a list of arguments, which the compiler copies by itself
// gets: rejected
// message: an unusual size
#include "attacked.hpp"

#include <cstdarg>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    va_list shared;
    shared[0].gp_offset = 0;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            va_list mine;
            va_copy(mine, shared);
            ++mine[0].gp_offset;
            va_copy(shared, mine); // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return static_cast<int>(shared[0].gp_offset);
}

} // namespace lab::attacked
