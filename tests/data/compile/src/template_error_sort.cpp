#include "threading.hpp"

#include <algorithm>
#include <mutex>

namespace threading {

struct Job {
    int number;
};

void run_all(const std::vector<Task>& tasks) {
    std::vector<Job> jobs(tasks.size());
    std::sort(jobs.begin(), jobs.end());
    std::vector<std::mutex> locks;
    locks.push_back(std::mutex());
}

} // namespace threading
