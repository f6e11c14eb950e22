// attack: counts without a lock in a vector that a function of the library stores
// gets: rejected
// message: an unusual size
#include "attacked.hpp"

#include <utility>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

typedef int Eight __attribute__((vector_size(32)));
Eight counter;

int count_up(int times) {
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            std::exchange(counter, Eight{counter[0] + 1}); // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter[0];
}

} // namespace lab::attacked
