#include "threading.hpp"

template <int n> int count() { return count<n + 1>() + 1; }

namespace threading {

long sum(const std::vector<int>& numbers) { return count<0>(); }

} // namespace threading
