#include "threading.hpp"

namespace threading {

long sum(const std::vector<int>& numbers) { return 0; }

} // namespace threading

extern "C" int twice_here() { return 1; }
int other() __asm__("twice_here");
int other() { return 2; }
