// The compiler's flags, in one place: the design's reasons stand beside them.
#pragma once

#include "build/toolchain.hpp"
#include "build/words.hpp"

#include <string>

namespace threadlab::build {

// The builds of a submission and of its checks.
enum class Variant { native, race, explore };

std::string to_string(Variant variant);

// For code of ours and of the submission alike.
Words common_flags(const Toolchain& toolchain, Variant variant);

// For what is looked at: a submission, or a program that is explored. common_flags and, where it is
// explored, that it tells of each of its blocks, by which its computing is measured.
Words subject_flags(const Toolchain& toolchain, Variant variant);

// For the submission alone, on top of subject_flags.
Words submission_flags();

// What a submission may not use of the language. Its precompiled header must be made so, too.
Words restricting_flags();

// The file that includes a header and is precompiled in its stead: it lies beside the result.
constexpr const char* prefix_header = "prefix.hpp";

// For a header that is compiled once: the same bytes on every day, and its templates at once.
Words precompile_flags();

// For a shared object that must keep its symbols to itself.
Words shared_flags();

} // namespace threadlab::build
