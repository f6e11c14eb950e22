// attack: allocates in several threads at once
// check: answer
// gets: fails: answer (memory-limit)
#include "attacked.hpp"

#include <cstring>
#include <thread>
#include <vector>

namespace lab::attacked {

namespace {

char* volatile kept = nullptr;

} // namespace

int twice(int) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([] {
            while (true) {
                char* mine = new char[1 << 16];
                std::memset(mine, 1, 1 << 16);
                kept = mine;
            }
        });
    }
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
