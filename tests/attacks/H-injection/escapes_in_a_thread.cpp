// attack: lets an exception with escapes out of a thread, where schedules are chosen
// check: adds-up
// gets: fails: adds-up (terminate)
#include "attacked.hpp"

#include <stdexcept>
#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    std::thread([] { throw std::runtime_error("\x1b[2J\n::error::\u202e"); }).join();
    return 2 * times;
}

} // namespace lab::attacked
