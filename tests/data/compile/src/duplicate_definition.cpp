#include "threading.hpp"

namespace threading {

long sum(const std::vector<int>& numbers) { return 0; }

long sum(const std::vector<int>& numbers) { return 1; }

} // namespace threading
