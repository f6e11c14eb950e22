#include "report/story.hpp"

#include "report/sanitise.hpp"
#include "report/wrap.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace threadlab::report {
namespace {

using scorecard::Step;
using std::string;

string cell_of(const Step& step, const string& file) {
    string place = step.at;
    if (!file.empty() && place.starts_with(file + ":")) {
        place = place.substr(file.size() + 1);
    }
    string text = place.empty() ? step.does : place + ": " + step.does;
    text += step.what.empty() ? "" : " " + step.what;
    if (!step.saw.empty()) {
        text += step.does == "read"    ? " = " + step.saw
                : step.does == "write" ? " := " + step.saw
                                       : " (" + step.saw + ")";
    }
    return one_line(text);
}

} // namespace

std::vector<string> story_table(const std::vector<Step>& steps, const string& file,
                                std::size_t width) {
    std::map<int, std::size_t> columns; // by thread
    for (const Step& step : steps) {
        columns.try_emplace(step.thread, 0);
    }
    std::size_t next = 0;
    for (auto& [thread, column] : columns) {
        column = next++;
    }
    constexpr std::size_t numbers = 4;
    constexpr std::size_t gap = 2;
    constexpr std::size_t narrowest = 12;
    const std::size_t count = std::max<std::size_t>(columns.size(), 1);
    const std::size_t room = width > numbers ? width - numbers : 0;
    const std::size_t each = std::max(narrowest, room / count);

    std::vector<string> lines;
    string head(numbers, ' ');
    for (const auto& [thread, column] : columns) {
        head += padded(thread == 0 ? "main" : fmt::format("thread {}", thread), each);
    }
    lines.push_back(head.substr(0, head.find_last_not_of(' ') + 1));
    int number = 0;
    for (const Step& step : steps) {
        const string cell = shortened(cell_of(step, file), each - gap);
        lines.push_back(
            fmt::format("{:>2}  {}{}", ++number, string(columns[step.thread] * each, ' '), cell));
    }
    return lines;
}

} // namespace threadlab::report
