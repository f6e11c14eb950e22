// attack: counts without a lock in a vector of small numbers
// gets: rejected
// message: an unusual size
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

typedef _Float16 Halves __attribute__((vector_size(32)));
typedef int Eight __attribute__((vector_size(32)));
Halves counter;
int get() {
    return __builtin_bit_cast(Eight, counter)[0];
}
void put(int value) {
    counter = __builtin_bit_cast(Halves, Eight{value}); // HERE
}

int count_up(int times) {
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            put(get() + 1);
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return get();
}

} // namespace lab::attacked
