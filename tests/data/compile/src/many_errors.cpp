#include "threading.hpp"

namespace threading {

long sum(const std::vector<int>& numbers) {
    a = 1;
    b = 2;
    c = 3;
    d = 4;
    e = 5;
    f = 6;
    g = 7;
    h = 8;
    return 0;
}

} // namespace threading
