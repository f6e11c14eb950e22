// What can be wrong with a source file before any compiler sees it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace threadlab::build {

// Bytes of the longest file that is graded.
constexpr std::size_t largest_source = 1024UL * 1024;

struct TextFault {
    int line = 0; // from 1; 0: the whole file
    std::string_view what;
};

// Nothing but white space, bytes that are not UTF-8 (RFC 3629), a NUL byte, or more than a
// megabyte (largest_source).
std::optional<TextFault> find_text_fault(std::string_view text);

// Whether `letter` can stand inside a name of C++ (the ASCII ones).
bool is_word(char letter);

} // namespace threadlab::build
