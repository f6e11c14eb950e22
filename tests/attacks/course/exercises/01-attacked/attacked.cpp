#include "attacked.hpp"

namespace lab::attacked {

// TODO(numbers)
int twice(int number) {
    static_cast<void>(number);
    return 0;
}

// TODO(threads)
int count_up(int times) {
    static_cast<void>(times);
    return 0;
}

// TODO(threads)
void sleep_both() {}

} // namespace lab::attacked
