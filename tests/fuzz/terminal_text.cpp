// Text that a submission chose, on its way to a terminal.

#include "report/sanitise.hpp"
#include "report/wrap.hpp"
#include "scorecard/utf8.hpp"
#include "target.hpp"

#include <algorithm>
#include <string>

using namespace threadlab::report;
using threadlab::fuzz::require;

namespace {

void require_harmless(std::string_view text) {
    while (!text.empty()) {
        const auto character = threadlab::scorecard::first_character(text);
        require(threadlab::scorecard::is_visible(character), "what is shown is visible UTF-8");
        text.remove_prefix(character.bytes);
    }
}

std::string without_spaces(std::string text) {
    std::erase(text, ' ');
    return text;
}

void require_fit(const std::vector<std::string>& lines, const std::string& text,
                 std::size_t width) {
    std::string joined;
    for (const std::string& line : lines) {
        require(width_of(line) <= width, "a line keeps to the width");
        require_harmless(line);
        joined += line;
    }
    require(without_spaces(joined) == without_spaces(text), "nothing is lost where lines break");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = threadlab::fuzz::text_of(data, size);
    constexpr std::size_t limit = 100;
    constexpr std::size_t longest_escape = 10;
    constexpr std::size_t longest_note = 40;
    require(one_line(text, limit).size() < limit + longest_escape + longest_note,
            "a line is cut where it was told to");
    const auto lines = lines_of(text);
    require(lines.size() <= static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1,
            "no line is made up");
    for (const std::string& line : lines) {
        require_harmless(line);
        for (const std::size_t width : {1U, 7U, 80U}) {
            require_fit(wrapped(line, width), line, width);
            require_fit(chopped(line, width), line, width);
            require(width_of(shortened(line, width)) <= std::max<std::size_t>(width, 3),
                    "what is shortened keeps to the width");
            require_harmless(shortened(line, width));
        }
    }
    return 0;
}
