#include "report/sanitise.hpp"

#include "scorecard/utf8.hpp"

#include <fmt/format.h>

namespace threadlab::report {

std::string one_line(std::string_view text, std::size_t limit) {
    std::string out;
    while (!text.empty()) {
        const scorecard::Character character = scorecard::first_character(text);
        if (out.size() >= limit) {
            return out + fmt::format(" ... (and {} bytes more)", text.size());
        }
        if (character.code == '\t') {
            out += "    ";
        } else if (scorecard::is_visible(character)) {
            out += text.substr(0, character.bytes);
        } else {
            out += scorecard::escaped(character);
        }
        text.remove_prefix(character.bytes);
    }
    return out;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        lines.push_back(one_line(line));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

} // namespace threadlab::report
