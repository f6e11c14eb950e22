#include "threading.hpp"

#include <thread>

namespace threading {

long sum(const std::vector<int>& numbers) {
    long total = 0;
    for (int number : numbers)
        totl += number;
    return total;
}

} // namespace threading
