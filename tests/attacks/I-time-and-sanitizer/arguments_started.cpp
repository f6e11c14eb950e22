// attack: counts without a lock in a list of arguments, which the compiler fills by itself
// gets: rejected
// message: an unusual size
#include "attacked.hpp"

#include <cstdarg>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

va_list shared;
void begin(int last, ...) {
    va_start(shared, last); // HERE
}
template <int>
void start() {
    begin(1);
}

int count_up(int times) {
    start<0>();
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            shared[0].gp_offset == 8 ? start<1>() : start<0>();
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return shared[0].gp_offset;
}

} // namespace lab::attacked
