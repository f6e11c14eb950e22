#include "threading.hpp"

namespace threading {

void run_all(const std::vector<Task>& tasks) {
    int count = 0
    for (const Task& task : tasks)
        task();
}

} // namespace threading
