#include "threading.hpp"

#include <thread>

namespace threading {

void run_all(const std::vector<Task>& tasks) {
    int done = 0;
    auto work = [](int& count) { ++count; };
    std::thread first(work, done);
    first.join();
}

} // namespace threading
