// attack: prints without end from several threads, to both streams
// check: answer
// gets: fails: answer (output-limit)
#include "attacked.hpp"

#include <cstdio>
#include <thread>
#include <vector>

namespace lab::attacked {

int twice(int) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([i] {
            while (true) {
                std::fputs("a line\n", i % 2 == 0 ? stdout : stderr);
            }
        });
    }
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
