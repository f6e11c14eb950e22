#include "explorer/runtime/operation.hpp"

#include <array>

namespace threadlab::explorer {

const char* to_string(Does does) {
    constexpr std::array words{"begin",    "read",    "write",  "update", "fence",  "lock",
                               "try-lock", "unlock",  "wait",   "wake",   "signal", "broadcast",
                               "create",   "join",    "detach", "exit",   "sleep",  "yield",
                               "arrive",   "destroy", "free",   "call",   "compute"};
    static_assert(words.size() == static_cast<std::size_t>(Does::compute) + 1);
    return words[static_cast<std::size_t>(does)];
}

bool dependent(const Operation& one, const Operation& other) {
    if (one.object == 0 || other.object == 0) {
        return false;
    }
    const bool apart = one.object + one.size <= other.object && one.object != other.object;
    const bool apart_too = other.object + other.size <= one.object && one.object != other.object;
    if (apart || apart_too) {
        return false;
    }
    return one.does != Does::read || other.does != Does::read;
}

} // namespace threadlab::explorer
