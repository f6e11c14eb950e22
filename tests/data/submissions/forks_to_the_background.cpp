// Leaves a process behind that wants to outlive its parent.
#include "threading.hpp"

#include <csignal>
#include <thread>
#include <unistd.h>

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
    if (fork() == 0) { // HERE WHEN EXPLORED
        setsid();
        std::signal(SIGHUP, SIG_IGN);
        while (true) {
            sleep(1);
        }
    }
    return results;
}

} // namespace lab::threading

#include "rest.hpp"
