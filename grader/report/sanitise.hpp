// Text that a submission chose, made harmless for a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace threadlab::report {

// One line: control characters, newlines, direction marks and bytes that are not UTF-8 become
// visible escapes such as \x1b; a tab becomes four spaces. Cut after `limit` bytes, and says so.
std::string one_line(std::string_view text, std::size_t limit = 2000);

// Each line of `text` as one_line makes it; a last newline begins no further line, and the \r of
// a line's end is dropped.
std::vector<std::string> lines_of(std::string_view text);

} // namespace threadlab::report
