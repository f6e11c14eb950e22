// The compiler's flags, in one place: the design's reasons stand beside them.
#pragma once

#include "build/toolchain.hpp"

#include <string>
#include <vector>

namespace threadlab::build {

// The builds of a submission and of its checks.
enum class Variant { native, race, explore };

std::string to_string(Variant variant);

// For code of ours and of the submission alike.
std::vector<std::string> common_flags(const Toolchain& toolchain, Variant variant);

// For the submission alone, on top of common_flags.
std::vector<std::string> submission_flags();

// For the code that is explored, on top of common_flags: it tells of each of its blocks, by which
// its computing is measured.
std::vector<std::string> explored_code_flags();

// For a shared object that must keep its symbols to itself.
std::vector<std::string> shared_flags();

} // namespace threadlab::build
