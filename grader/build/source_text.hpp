// What can be wrong with a source file before any compiler sees it.
#pragma once

#include <optional>
#include <string_view>

namespace threadlab::build {

struct TextFault {
    int line = 0; // from 1; 0: the whole file
    std::string_view what;
};

// Nothing but white space, bytes that are not UTF-8 (RFC 3629), a NUL byte, or more than a
// megabyte.
std::optional<TextFault> find_text_fault(std::string_view text);

} // namespace threadlab::build
