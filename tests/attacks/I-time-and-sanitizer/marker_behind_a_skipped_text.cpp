// attack: hides a line marker in what is a raw string only where a header is skipped
// gets: rejected
#include "attacked.hpp"

#if 0
#include <a'> R"(
#endif
# 1 "/usr/include/x.h" 1 // HERE
//)"

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
