// attack: hides an attribute by a pragma between its brackets
// gets: rejected
#include "attacked.hpp"

#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

namespace {

int counter;

[
#pragma GCC diagnostic ignored "-Wall"
    [clang::disable_sanitizer_instrumentation]] // HERE
[[gnu::noinline]] void add(int times) {
    for (int i = 0; i < times; ++i) {
        ++counter;
    }
}

} // namespace

int count_up(int times) {
    counter = 0;
    std::thread one(add, times);
    std::thread other(add, times);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
