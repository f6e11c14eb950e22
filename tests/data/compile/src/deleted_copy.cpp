#include "threading.hpp"

#include <atomic>
#include <memory>

namespace threading {

void run_all(const std::vector<Task>& tasks) {
    auto pointer = std::make_unique<int>(1);
    Task task = [p = std::move(pointer)] { ++*p; };
    task();
}

} // namespace threading
