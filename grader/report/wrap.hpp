// Lines of a given width. Width is counted in code points; text is UTF-8 (see sanitise.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace threadlab::report {

std::size_t width_of(std::string_view text);

// `text` and spaces behind it, up to `width`; text that is wider is left as it is.
std::string padded(std::string_view text, std::size_t width);

// `text` broken at spaces; a word wider than `width` is broken where it must be. At least one line.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// `text` broken only where it is wider than `width`, between words if it can be; what fits is left
// as it is, blanks and all. At least one line.
std::vector<std::string> chopped(std::string_view text, std::size_t width);

// `text`, or its beginning and "..." where it is wider than `width`.
std::string shortened(std::string_view text, std::size_t width);

} // namespace threadlab::report
