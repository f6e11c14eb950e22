// Lines of the submission, quoted around the places that a finding names.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::report {

// The line of "file:line" if it is one of `file`, else 0.
int line_in(std::string_view at, std::string_view file);

// Each line of `marked` (from 1) behind ">", with the line before and the line after it; "..."
// stands where lines are left out. Lines are made harmless and cut to `width`. Lines that `source`
// does not have are left out.
std::vector<std::string> quoted(std::string_view source, const std::set<int>& marked,
                                std::size_t width);

} // namespace threadlab::report
