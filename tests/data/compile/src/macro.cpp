#include "threading.hpp"

#define ADD(x) add_all(x)

namespace threading {

long sum(const std::vector<int>& numbers) {
    return ADD(numbers) + 1;
}

} // namespace threading
