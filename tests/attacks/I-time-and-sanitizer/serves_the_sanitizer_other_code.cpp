// attack: locks only where the sanitizer looks
// gets: rejected
#include "attacked.hpp"

#include <mutex>
#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    std::mutex mutex;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
#if __has_feature(thread_sanitizer)
            const std::scoped_lock lock(mutex); // HERE
#endif
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
