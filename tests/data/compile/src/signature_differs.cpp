#include "threading.hpp"

namespace threading {

int Counter::value() { return 0; }

void Counter::add(long amount) {}

long sum(std::vector<int>& numbers) { return 0; }

} // namespace threading
