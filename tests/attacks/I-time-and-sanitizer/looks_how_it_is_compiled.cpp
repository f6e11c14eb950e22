// attack: has the sanitizer look away only where the compiler was given what the audit does not need
// gets: rejected
#include "attacked.hpp"

#include <thread>

#if __has_include("header.pch") || __has_include("prefix.hpp") || __has_include("/proc/self/cmdline") || __has_include("out/submission.ii") || __has_include("/dev/fd/0")
#define QUIET __attribute__((no_sanitize("thread")))
#else
#define QUIET
#endif

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

namespace {

QUIET void add(int& counter, int times) { // HERE
    for (int i = 0; i < times; ++i) {
        ++counter;
    }
}

} // namespace

int count_up(int times) {
    int counter = 0;
    std::thread one([&] { add(counter, times); });
    std::thread other([&] { add(counter, times); });
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
