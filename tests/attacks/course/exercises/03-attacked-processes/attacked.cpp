#include "attacked.hpp"

namespace lab::attacked {

// TODO(processes)
int twice(int number) {
    static_cast<void>(number);
    return 0;
}

// TODO(processes)
int status_of_child(int status) {
    static_cast<void>(status);
    return 0;
}

} // namespace lab::attacked
