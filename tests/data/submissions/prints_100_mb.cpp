// Prints without measure.
#include "threading.hpp"

#include <cstdio>
#include <string>
#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) { // HERE WHEN NATIVE
    std::vector<int> results(inputs.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = work(inputs[i]); });
    }

    const std::string line(1 << 20, 'x');
    for (int i = 0; i < 100; ++i) {
        std::fwrite(line.data(), 1, line.size(), stdout); // HERE WHEN EXPLORED
    }

    for (auto& thread : threads) {
        thread.join();
    }
    return results;
}

} // namespace lab::threading

#include "rest.hpp"
