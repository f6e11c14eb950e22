// Recurses without end, in a thread.
#include "threading.hpp"

#include <thread>

namespace lab::threading {

namespace {

int depth(int level) { // HERE WHEN EXPLORED
    volatile int here[1000] = {level}; // HERE
    return depth(level + 1) + here[0]; // HERE
}

} // namespace

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<int> results(inputs.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = depth(work(inputs[i])); });
    }

    for (auto& thread : threads) {
        thread.join();
    }
    return results;
}

} // namespace lab::threading

#include "rest.hpp"
