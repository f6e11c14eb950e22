// attack: counts without a lock in bits that are stored by three bytes
// gets: rejected
// message: an unusual size
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    struct {
        char other;
        unsigned count : 24;
    } counter{};
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            ++counter.count; // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter.count;
}

} // namespace lab::attacked
