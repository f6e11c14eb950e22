// What the process has open.
#pragma once

#include "explorer/runtime/arena.hpp"

namespace threadlab::explorer {

// Descriptors of the runtime and of the harness are moved to numbers from the first on, where a
// program does not stumble upon them. A program that means them is told that they are not open.
constexpr int first_out_of_reach = 500;
constexpr int past_out_of_reach = 508;

inline bool is_out_of_reach(int descriptor) {
    return first_out_of_reach <= descriptor && descriptor < past_out_of_reach;
}

// The descriptors, in the kernel's order.
arena::Vector<int> open_descriptors();

} // namespace threadlab::explorer
