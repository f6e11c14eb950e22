// Text as one YAML scalar, whatever it holds.
#pragma once

#include <string>
#include <string_view>

namespace threadlab::scorecard {

// On one line, fit for block and flow style alike: plain where no reader of YAML could take it for
// anything but this text, else in double quotes.
std::string inline_scalar(std::string_view text);

// For a value at the end of its line: text of several clean lines becomes a literal block whose
// lines are indented by `indent` spaces, anything else an inline_scalar. Ends without a newline.
std::string block_scalar(std::string_view text, std::size_t indent);

} // namespace threadlab::scorecard
