#include "attacked.hpp"

namespace lab::attacked {

// TODO(files)
int twice(int number) {
    static_cast<void>(number);
    return 0;
}

// TODO(files)
std::string through_a_file(const std::string& text) {
    static_cast<void>(text);
    return {};
}

} // namespace lab::attacked
