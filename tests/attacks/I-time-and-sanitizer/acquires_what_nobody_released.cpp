// attack: tells the sanitizer of a lock that is not there
// gets: rejected
#include "attacked.hpp"

extern "C" void __tsan_acquire(void* address); // HERE
extern "C" void __tsan_release(void* address);

#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    const auto add = [&] {
        __tsan_acquire(&counter); // HERE
        for (int i = 0; i < times; ++i) {
            ++counter;
        }
        __tsan_release(&counter); // HERE
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
