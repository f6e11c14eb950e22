#include "threading.hpp"

namespace threading {

void run_all(const std::vector<Task>& tasks) {
    std::vector<std::thread> threads;
    for (const Task& task : tasks)
        threads.emplace_back(task);
    std::mutex guard;
}

} // namespace threading
