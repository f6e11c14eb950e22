// Gives the same memory back twice.
#include "threading.hpp"

#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<int> results(inputs.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            int* volatile place = new int(work(inputs[i]));
            results[i] = *place;
            delete place;
            delete place; // HERE
        });
    }

    for (auto& thread : threads) {
        thread.join();
    }
    return results;
}

} // namespace lab::threading

#include "rest.hpp"
