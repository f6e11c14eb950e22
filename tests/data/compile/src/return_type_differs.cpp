#include "threading.hpp"

namespace threading {

int sum(const std::vector<int>& numbers) { return 0; }

} // namespace threading
