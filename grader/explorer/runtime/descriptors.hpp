// What the process has open.
#pragma once

#include "explorer/runtime/arena.hpp"

namespace threadlab::explorer {

// The descriptors, in the kernel's order.
arena::Vector<int> open_descriptors();

} // namespace threadlab::explorer
