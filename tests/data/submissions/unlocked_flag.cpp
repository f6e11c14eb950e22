// One thread says by a plain bool that it is done; the caller reads it.
#include "threading.hpp"

#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<int> results(inputs.size());
    bool first_is_done = false;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] {
            results[i] = work(inputs[i]);
            if (i == 0) {
                first_is_done = true; // HERE
            }
        });
    }
    const bool early = first_is_done; // HERE
    for (auto& thread : threads) {
        thread.join();
    }
    return early ? std::vector<int>{} : results;
}

} // namespace lab::threading

#include "rest.hpp"
