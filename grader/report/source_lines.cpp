#include "report/source_lines.hpp"

#include "report/sanitise.hpp"
#include "report/wrap.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace threadlab::report {
namespace {

bool is_blank(const std::string& line) {
    return line.find_first_not_of(' ') == line.npos;
}

// The marked lines and their neighbours, as far as the source has them; blank neighbours say
// nothing.
std::set<int> with_neighbours(const std::vector<std::string>& lines, const std::set<int>& marked) {
    std::set<int> shown;
    const int count = static_cast<int>(lines.size());
    for (const int mark : marked) {
        if (mark < 1 || mark > count) {
            continue;
        }
        for (int line = std::max(mark - 1, 1); line <= std::min(mark + 1, count); ++line) {
            if (line == mark || !is_blank(lines[static_cast<std::size_t>(line) - 1])) {
                shown.insert(line);
            }
        }
    }
    return shown;
}

} // namespace

int line_in(std::string_view at, std::string_view file) {
    if (!at.starts_with(file) || at.size() < file.size() + 2 || at[file.size()] != ':') {
        return 0;
    }
    const std::string_view digits = at.substr(file.size() + 1);
    int line = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), line);
    // A column may follow.
    const bool ends_well = end == digits.data() + digits.size() || *end == ':';
    return error == std::errc() && ends_well ? std::max(line, 0) : 0;
}

std::vector<std::string> quoted(std::string_view source, const std::set<int>& marked,
                                std::size_t width) {
    const auto lines = lines_of(source);
    std::vector<std::string> out;
    int before = 0;
    for (const int line : with_neighbours(lines, marked)) {
        if (before > 0 && line > before + 1) {
            out.emplace_back("   ...");
        }
        const char mark = marked.contains(line) ? '>' : ' ';
        const auto& text = lines[static_cast<std::size_t>(line) - 1];
        std::string row = fmt::format("{} {:>4} | {}", mark, line, text);
        row.erase(row.find_last_not_of(' ') + 1);
        out.push_back(shortened(row, width));
        before = line;
    }
    return out;
}

} // namespace threadlab::report
