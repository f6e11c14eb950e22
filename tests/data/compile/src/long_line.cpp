#include "threading.hpp"

namespace threading { long sum(const std::vector<int>& numbers) { long total = 0; for (int number : numbers) { total += number; } for (int number : numbers) { total -= number; } for (int number : numbers) { total += nummber; } return total; } }
