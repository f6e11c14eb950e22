// Leaves a thread behind that never ends.
#include "threading.hpp"

#include <latch>
#include <thread>

namespace lab::threading {

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) { // HERE WHEN NATIVE
    std::vector<int> results(inputs.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = work(inputs[i]); });
    }

    for (auto& thread : threads) {
        thread.join();
    }
    std::thread([] {
        std::latch never(1);
        never.wait(); // HERE WHEN EXPLORED
    }).detach();
    return results;
}

} // namespace lab::threading

#include "rest.hpp"
