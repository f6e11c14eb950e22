// attack: computes for ever in several threads
// check: answer
// gets: fails: answer (time-limit)
#include "attacked.hpp"

#include <thread>
#include <vector>

namespace lab::attacked {

int twice(int) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([] {
            for (volatile unsigned number = 0;; number = number + 1) {
            }
        });
    }
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
