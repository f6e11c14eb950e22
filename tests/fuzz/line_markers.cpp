// The submission's text, in which a directive may claim that its lines are others than they are.

#include "build/line_markers.hpp"
#include "target.hpp"

#include <algorithm>
#include <string>

using namespace threadlab;
using fuzz::require;

namespace {

int lines_in(std::string_view text) {
    int lines = 1;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_first_of_pair = text.substr(at).starts_with("\r\n");
        lines += (text[at] == '\n' || text[at] == '\r') && !is_first_of_pair ? 1 : 0;
    }
    return lines;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    const int line = build::find_line_marker(text);
    require(line >= 0 && line <= lines_in(text), "a marker stands on a line that exists");
    require(line == 0 || text.find_first_of("#%") != std::string::npos,
            "there is no marker without its mark");
    require(build::find_line_marker("#line 7\n" + text) == 1, "the first of all is found");
    for (const std::string before :
         {"\n", "int a; // don't\n", "/*\n#line 7 */\n", "auto s = R\"x(\n#line 7\n)\")x\";\n"}) {
        const auto added = static_cast<int>(std::ranges::count(before, '\n'));
        require(build::find_line_marker(before + text) == (line == 0 ? 0 : line + added),
                "whole lines before it move it, and hide nothing");
    }
    return 0;
}
