// attack: has the sanitizer look away, by a pragma
// gets: rejected
#include "attacked.hpp"

#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

#pragma clang attribute push(__attribute__((no_sanitize("thread"))), apply_to = function) // HERE

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            ++counter;
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked

#pragma clang attribute pop
