// attack: counts without a lock in a type that no sanitizer watches
// gets: rejected
// message: a long double
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    long double counter = 0;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            counter += 1; // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return static_cast<int>(counter);
}

} // namespace lab::attacked
