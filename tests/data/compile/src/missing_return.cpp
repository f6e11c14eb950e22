#include "threading.hpp"

namespace threading {

long sum(const std::vector<int>& numbers) {
    if (numbers.empty())
        return 0;
}

void run_all(const std::vector<Task>& tasks) {
    undeclared();
}

} // namespace threading
