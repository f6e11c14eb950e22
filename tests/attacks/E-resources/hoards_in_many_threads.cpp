// attack: allocates in several threads at once
// check: answer
// gets: fails: answer (memory-limit)
#include "attacked.hpp"

#include <cstring>
#include <thread>
#include <vector>

namespace lab::attacked {

int twice(int) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([] {
            while (true) {
                std::memset(new char[1 << 16], 1, 1 << 16);
            }
        });
    }
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
