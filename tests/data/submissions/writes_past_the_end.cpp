// Writes far past the end of its memory, then asks for more.
#include "threading.hpp"

#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<int> results(inputs.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = work(inputs[i]); });
    }

    for (auto& thread : threads) {
        thread.join();
    }
    for (int round = 0; round < 100; ++round) {
        auto* small = new char[24]; // HERE
        for (int i = 0; i < 5000; ++i) {
            static_cast<volatile char*>(small)[i] = 1; // HERE
        }
        results.push_back(static_cast<int>(std::vector<int>(5000)[0])); // HERE
    }
    return results;
}

} // namespace lab::threading

#include "rest.hpp"
