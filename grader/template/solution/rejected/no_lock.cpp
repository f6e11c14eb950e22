// fails: count-adds-up (data-race), count-race (data-race)
#include "NAME.hpp"

#include <thread>
#include <vector>

namespace lab::NAME {

long count_together(int threads, int times) {
    long count = 0;
    {
        std::vector<std::jthread> counting;
        for (int i = 0; i < threads; ++i) {
            counting.emplace_back([&] {
                for (int j = 0; j < times; ++j) {
                    ++count; // HERE
                }
            });
        }
    }
    return count;
}

} // namespace lab::NAME
