// attack: hides code from the audit behind a line of a pragma that looks like the preprocessor's
// gets: rejected
#include "attacked.hpp"

#pragma omp R"(
# 1 "/usr/include/x.h" 1 3 // HERE
)"

namespace lab::attacked {

__attribute__((noinline, no_sanitize("thread"))) void add(int* counter, int times) {
    for (int i = 0; i < times; ++i) {
        ++*counter;
    }
}

int count_up(int times) {
    int counter = 0;
    std::thread one([&] { add(&counter, times); });
    std::thread other([&] { add(&counter, times); });
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked

#include "parts/twice.cpp"
#include "parts/sleep.cpp"
