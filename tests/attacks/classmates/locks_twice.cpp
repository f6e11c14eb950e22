// attack: none
// gets: fails: adds-up (self-deadlock)
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

#include <mutex>
#include <thread>

namespace lab::attacked {

int count_up(int times) {
    std::mutex mutex;
    const std::scoped_lock outer(mutex);
    const std::scoped_lock inner(mutex);
    return 2 * times;
}

} // namespace lab::attacked
