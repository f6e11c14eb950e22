// Files that nobody asks for: what they are, and so what is said of them.
#pragma once

#include "batch/intake.hpp"

#include <string_view>
#include <vector>

namespace threadlab::batch {

// What becomes of a file with this name, whose last part is not one of `wanted`. The name is tidied
// and UTF-8.
Remark remark_on_unwanted(std::string_view name, const std::vector<std::string>& wanted);

} // namespace threadlab::batch
