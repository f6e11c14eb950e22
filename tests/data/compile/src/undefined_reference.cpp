#include "threading.hpp"

namespace threading {

namespace detail {
void helper(int count, const std::string& name);
}

void run_all(const std::vector<Task>& tasks) {
    Counter counter;
    counter.add(1);
    detail::helper(3, "x");
    sum({});
}

} // namespace threading
