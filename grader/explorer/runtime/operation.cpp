#include "explorer/runtime/operation.hpp"

#include <array>

namespace threadlab::explorer {

const char* to_string(Does does) {
    constexpr std::array words{"begin",    "read",    "write",  "update", "fence",   "lock",
                               "try-lock", "unlock",  "wait",   "wake",   "signal",  "broadcast",
                               "create",   "join",    "detach", "exit",   "sleep",   "yield",
                               "arrive",   "destroy", "free",   "call",   "compute", "fork"};
    static_assert(words.size() == static_cast<std::size_t>(Does::fork) + 1);
    return words[static_cast<std::size_t>(does)];
}

Touch touch_of(const Operation& operation) {
    return {operation.object, operation.size, operation.does == Does::read};
}

bool conflict(const Touch& one, const Touch& other) {
    if (one.object == 0 || other.object == 0 || (one.only_reads && other.only_reads)) {
        return false;
    }
    return one.object == other.object ||
           (one.object < other.object + other.size && other.object < one.object + one.size);
}

bool dependent(const Operation& one, const Operation& other) {
    return conflict(touch_of(one), touch_of(other));
}

} // namespace threadlab::explorer
