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

// For what is looked at: a submission, or a program that is explored. common_flags and, where it is
// explored, that it tells of each of its blocks, by which its computing is measured.
std::vector<std::string> subject_flags(const Toolchain& toolchain, Variant variant);

// For the submission alone, on top of subject_flags.
std::vector<std::string> submission_flags();

// For a header that is compiled once: the same bytes on every day, and its templates at once.
std::vector<std::string> precompile_flags();

// For a shared object that must keep its symbols to itself.
std::vector<std::string> shared_flags();

} // namespace threadlab::build
