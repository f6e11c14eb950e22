// attack: tells the sanitizer of an order that is not there
// gets: rejected
#include "attacked.hpp"

extern "C" void AnnotateHappensBefore(const char* file, int line, const volatile void* at); // HERE
extern "C" void AnnotateHappensAfter(const char* file, int line, const volatile void* address);

#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    const auto add = [&] {
        AnnotateHappensAfter("", 0, &counter); // HERE
        for (int i = 0; i < times; ++i) {
            ++counter;
        }
        AnnotateHappensBefore("", 0, &counter); // HERE
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
