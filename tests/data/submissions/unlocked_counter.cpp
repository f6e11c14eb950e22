// All threads change one number, with no lock.
#include "threading.hpp"

#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<int> results(inputs.size());
    int done = 0;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            results[i] = work(inputs[i]);
            done = done + 1;   // HERE
            if (done > 1000) { // HERE
                results.clear();
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return results;
}

} // namespace lab::threading

#include "rest.hpp"
