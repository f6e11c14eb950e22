// Allocates without end.
#include "threading.hpp"

#include <cstring>
#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) { // HERE WHEN NATIVE
    std::vector<int> results(inputs.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = work(inputs[i]); });
    }

    std::vector<std::unique_ptr<char[]>> hoard;
    while (true) {
        hoard.push_back(std::make_unique<char[]>(1 << 20)); // HERE WHEN EXPLORED
        std::memset(hoard.back().get(), 1, 1 << 20);
    }

    for (auto& thread : threads) {
        thread.join();
    }
    return results;
}

} // namespace lab::threading

#include "rest.hpp"
