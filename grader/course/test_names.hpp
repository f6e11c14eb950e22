// Which GoogleTests a source file defines, found without compiling it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace threadlab::course {

// "Suite.Name" of each TEST and TEST_F in `source`, in its order. Comments and strings are skipped.
std::vector<std::string> test_names(std::string_view source);

} // namespace threadlab::course
