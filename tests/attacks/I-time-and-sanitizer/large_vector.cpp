// attack: counts without a lock in a vector of the processor's
// gets: rejected
// message: an unusual size
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    typedef int Eight __attribute__((vector_size(32)));
    Eight counter{};
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            counter[0]++; // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter[0];
}

} // namespace lab::attacked
