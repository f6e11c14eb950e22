// attack: starts threads without end
// check: answer
// gets: fails: answer (process-limit)
#include "attacked.hpp"

#include <chrono>
#include <thread>
#include <vector>

namespace lab::attacked {

int twice(int number) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 1000; ++i) {
        threads.emplace_back([](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                std::this_thread::sleep_for(std::chrono::seconds(1));
            }
        });
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
