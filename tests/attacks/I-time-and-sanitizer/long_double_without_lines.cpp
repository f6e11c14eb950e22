// attack: counts without a lock in a type that no sanitizer watches, in code that tells of no lines
// gets: rejected
// message: a long double
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

long double counter;
[[gnu::nodebug]] void put(long double value) {
    counter = value;
}

int count_up(int times) {
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            put(counter + 1); // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return static_cast<int>(counter);
}

} // namespace lab::attacked
