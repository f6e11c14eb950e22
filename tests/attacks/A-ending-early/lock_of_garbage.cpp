// attack: waits for a lock whose memory is no lock any more; a mistake, and no attack
// check: adds-up
// gets: fails: adds-up (misuse)
#include "attacked.hpp"

#include <cstring>
#include <mutex>
#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    std::mutex mutex;
    std::memset(static_cast<void*>(&mutex), 0x5A, sizeof mutex);
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            const std::scoped_lock lock(mutex);
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
