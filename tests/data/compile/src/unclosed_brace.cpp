#include "threading.hpp"

namespace threading {

long sum(const std::vector<int>& numbers) {
    if (numbers.empty()) {
        return 0;
    return 1;
}

} // namespace threading
